-- Of links whose terms say how much comes of what is delivered: grams delivered, grams that may come of them, grams sold. Every
-- delivery and every sale is taken by the terms of its day; what was given back is not sold.
CREATE VIEW report_yield AS
SELECT v.link_id, v.organisation_id, v.since, d.delivered_grams, d.made_grams, s.sold_grams
  FROM (SELECT link_id, organisation_id, min(valid_from) AS since FROM household_terms
         WHERE state = 'ACTIVE' AND yield_basis_points IS NOT NULL GROUP BY 1, 2) v
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(r.units), 0)::bigint AS delivered_grams,
              floor(coalesce(sum(r.units::numeric * t.yield_basis_points), 0) / 10000)::bigint AS made_grams
         FROM household_record r
         JOIN household_terms t ON t.link_id = r.link_id AND t.state = 'ACTIVE' AND t.yield_basis_points IS NOT NULL
              AND daterange(t.valid_from, t.valid_to) @> r.day
        WHERE r.link_id = v.link_id AND r.struck_at IS NULL) d
 CROSS JOIN LATERAL (
       SELECT coalesce(sum((s.quantity - coalesce(b.units, 0)) * p.net_weight_grams), 0)::bigint AS sold_grams
         FROM household_agreement a
         JOIN sale s ON s.product_id = a.product_id AND s.agreement_id = a.id
              AND s.sold_at >= v.since::timestamp AT TIME ZONE 'Asia/Shanghai'
         JOIN household_terms t ON t.link_id = v.link_id AND t.state = 'ACTIVE' AND t.yield_basis_points IS NOT NULL
              AND daterange(t.valid_from, t.valid_to) @> (s.sold_at AT TIME ZONE 'Asia/Shanghai')::date
         JOIN certification_certificate c ON c.id = s.certificate_id
         JOIN certification_application p ON p.id = c.application_id
         LEFT JOIN LATERAL (SELECT sum(r.units) AS units FROM sale_refund r WHERE r.sale_id = s.id) b ON true
        WHERE a.link_id = v.link_id) s;
