-- What goods of an order have to be worth to be sent to a group of provinces; null: any order is.
ALTER TABLE freight_zone ADD COLUMN least_fen bigint CHECK (least_fen BETWEEN 1 AND 100000000);

CREATE OR REPLACE FUNCTION freight_told(template uuid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT json_build_object('id', t.id, 'name', t.name, 'standard', t.standard, 'zones',
               (SELECT json_agg(json_build_object('delivered', z.delivered, 'firstGrams', z.first_grams, 'firstFen', z.first_fen,
                           'stepGrams', z.step_grams, 'stepFen', z.step_fen, 'freeFromFen', z.free_from_fen, 'leastFen', z.least_fen,
                           'daysFrom', z.days_from, 'daysTo', z.days_to,
                           'provinces', ARRAY(SELECT p.province FROM freight_zone_province p
                                               WHERE p.template_id = z.template_id AND p.n = z.n ORDER BY p.province)) ORDER BY z.n)
                  FROM freight_zone z WHERE z.template_id = t.id))::text
      FROM freight_template t WHERE t.id = template
$$;
