-- Goods can be narrowed to those that are sent to one's own province. Asked of the templates, which are few, once for a page.
CREATE INDEX freight_zone_undelivered ON freight_zone (template_id) WHERE NOT delivered;
CREATE FUNCTION freight_not_to(province text) RETURNS TABLE (template_id uuid, organisation_id uuid, standard boolean)
    LANGUAGE sql STABLE AS $$
    SELECT t.id, t.organisation_id, t.standard
      FROM freight_zone z JOIN freight_template t ON t.id = z.template_id
     WHERE NOT z.delivered
       AND z.n = coalesce((SELECT p.n FROM freight_zone_province p WHERE p.template_id = t.id AND p.province = freight_not_to.province), 0)
$$;

-- As before, and only what is sent to a province where one is given.
DROP FUNCTION catalogue_found(text, text, text, text, text, text, text, bigint, bigint, boolean, boolean, date, int, timestamptz,
                              uuid, int);
CREATE FUNCTION catalogue_found(whole_name text, in_name text, anywhere text, county_from text, county_to text, kind text,
                                other text, price_from bigint, price_to bigint, only_season boolean, only_unsold boolean,
                                ship_to text, day date, after_part int, after_listed timestamptz, after_id uuid, most int)
    RETURNS TABLE (listing_id uuid, part int) LANGUAGE plpgsql STABLE ROWS 25 SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    queries    tsquery[] := ARRAY[whole_name, in_name, anywhere]::tsquery[];
    beginnings boolean   := strpos(anywhere, ':*') > 0;
    walk       int       := 800;
    wanted     int       := most;
    month      int       := extract(month FROM day);
    level      int;
    season     boolean;
    ids        uuid[];
    by_none    uuid[]    := ARRAY(SELECT n.template_id FROM freight_not_to(ship_to) n WHERE ship_to IS NOT NULL);
    of_none    uuid[]    := ARRAY(SELECT n.organisation_id FROM freight_not_to(ship_to) n
                                     WHERE ship_to IS NOT NULL AND n.standard);
BEGIN
    FOR p IN coalesce(after_part, 0)..5 LOOP
        level := p / 2;
        season := p % 2 = 0;
        CONTINUE WHEN only_season AND NOT season;
        CONTINUE WHEN level = 0 AND NOT catalogue_anything(queries[1], day);
        ids := '{}';
        IF beginnings AND level > 0 THEN
            ids := ARRAY(
                SELECT w.id FROM (
                    SELECT l.id, l.search, l.harvest_months, l.listed_at FROM catalogue_listing l
                     WHERE l.state = 'ON_SALE' AND l.certificate_valid AND l.valid_to >= day
                       AND (kind IS NULL OR l.category = kind)
                       AND (county_from IS NULL OR l.county_code BETWEEN county_from AND county_to)
                       AND (price_from IS NULL OR l.price_fen >= price_from) AND (price_to IS NULL OR l.price_fen <= price_to)
                       AND (other IS NULL OR EXISTS (SELECT 1 FROM catalogue_second o
                            WHERE o.listing_id = l.id AND o.kind = other AND day BETWEEN o.valid_from AND o.valid_to))
                       AND (only_unsold IS NOT TRUE OR EXISTS (SELECT 1 FROM catalogue_unsold u WHERE u.listing_id = l.id))
                       AND (ship_to IS NULL OR (l.freight_template_id <> ALL (by_none)) IS NOT FALSE
                            AND (l.freight_template_id IS NOT NULL OR l.organisation_id <> ALL (of_none)))
                       AND (after_part IS NULL OR p > after_part OR (l.listed_at, l.id) < (after_listed, after_id))
                     ORDER BY l.listed_at DESC, l.id DESC LIMIT walk) w
                 WHERE (month = ANY (w.harvest_months)) = season AND w.search @@ queries[level + 1]
                   AND NOT w.search @@ queries[1] AND (level < 2 OR NOT w.search @@ queries[2])
                 ORDER BY w.listed_at DESC, w.id DESC LIMIT wanted);
        END IF;
        IF cardinality(ids) < wanted THEN
            ids := ARRAY(
                SELECT l.id FROM catalogue_listing l
                 WHERE l.state = 'ON_SALE' AND l.certificate_valid AND l.valid_to >= day
                   AND (kind IS NULL OR l.category = kind)
                   AND (county_from IS NULL OR l.county_code BETWEEN county_from AND county_to)
                   AND (price_from IS NULL OR l.price_fen >= price_from) AND (price_to IS NULL OR l.price_fen <= price_to)
                   AND (other IS NULL OR EXISTS (SELECT 1 FROM catalogue_second o
                        WHERE o.listing_id = l.id AND o.kind = other AND day BETWEEN o.valid_from AND o.valid_to))
                   AND (only_unsold IS NOT TRUE OR EXISTS (SELECT 1 FROM catalogue_unsold u WHERE u.listing_id = l.id))
                   AND l.search @@ queries[level + 1] AND (month = ANY (l.harvest_months)) = season
                   AND (level < 1 OR NOT l.search @@ queries[1]) AND (level < 2 OR NOT l.search @@ queries[2])
                   AND (ship_to IS NULL OR (l.freight_template_id <> ALL (by_none)) IS NOT FALSE
                        AND (l.freight_template_id IS NOT NULL OR l.organisation_id <> ALL (of_none)))
                   AND (after_part IS NULL OR p > after_part OR (l.listed_at, l.id) < (after_listed, after_id))
                 ORDER BY l.listed_at DESC, l.id DESC LIMIT wanted);
        END IF;
        RETURN QUERY SELECT unnest(ids), p;
        wanted := wanted - cardinality(ids);
        EXIT WHEN wanted <= 0;
    END LOOP;
END $$;
