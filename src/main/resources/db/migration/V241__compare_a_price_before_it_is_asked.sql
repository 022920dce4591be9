-- What is on sale, with what it can be compared with; moved down from the watch, so that a price can be measured before it is
-- asked, and narrowed to some categories where not all are needed.
DROP FUNCTION supervision_like_goods(text, jsonb);
CREATE FUNCTION catalogue_like_goods(p_region text, p_varieties jsonb, p_categories text[])
RETURNS TABLE (product_id uuid, organisation_id uuid, county_code text, name_zh text, name_en text, price_fen bigint, variety text,
               kind text, unit text, grams bigint, rate numeric, scale int) LANGUAGE sql STABLE AS $$
    SELECT l.product_id, l.organisation_id, l.county_code, l.name_zh, l.name_en, l.price_fen, v.variety,
           l.category || ':' || v.variety || CASE WHEN l.net_weight_grams IS NULL THEN ':' || l.unit ELSE '' END,
           CASE WHEN l.net_weight_grams IS NULL THEN l.unit ELSE '500g' END,
           coalesce(l.net_weight_grams, 1),
           l.price_fen::numeric / coalesce(l.net_weight_grams, 1),
           CASE WHEN l.net_weight_grams IS NULL THEN 1 ELSE 500 END
      FROM catalogue_listing l
     CROSS JOIN LATERAL (SELECT certification_variety(l.name_zh, l.category, p_varieties) AS variety) v
     WHERE l.region = p_region AND l.state = 'ON_SALE' AND l.certificate_valid AND v.variety IS NOT NULL
       AND (p_categories IS NULL OR l.category = ANY (p_categories))
$$;

-- The most that one unit of a product may cost against what other suppliers ask within the variety: their median times a
-- factor in basis points, where there are so many of them. Of these products, listed or not, or of all on sale.
CREATE FUNCTION catalogue_price_limits(p_region text, p_varieties jsonb, p_factor int, p_least int, p_products uuid[])
RETURNS TABLE (product_id uuid, like_goods bigint, median numeric, most_fen bigint) LANGUAGE sql STABLE AS $$
    WITH named AS MATERIALIZED (
        SELECT c.product_id, c.organisation_id, c.category, coalesce(a.net_weight_grams, 1) AS grams,
               c.category || ':' || certification_variety(c.name_zh, c.category, p_varieties)
                   || CASE WHEN a.net_weight_grams IS NULL THEN ':' || a.package_unit ELSE '' END AS kind
          FROM certification_certificate c JOIN certification_application a ON a.id = c.application_id
         WHERE c.product_id = ANY (p_products)
    ), goods AS MATERIALIZED (
        SELECT * FROM catalogue_like_goods(p_region, p_varieties,
            CASE WHEN p_products IS NOT NULL THEN ARRAY(SELECT DISTINCT category FROM named) END)
    ), asked AS (
        SELECT product_id, organisation_id, kind, grams FROM named
         UNION ALL
        SELECT product_id, organisation_id, kind, grams FROM goods WHERE p_products IS NULL
    )
    SELECT m.product_id, m.n, m.median, floor(round(m.median * m.grams * p_factor * 0.0001, 6))::bigint
      FROM (SELECT a.product_id, a.grams, count(*) AS n, percentile_disc(0.5) WITHIN GROUP (ORDER BY o.rate) AS median
              FROM asked a JOIN goods o ON o.kind = a.kind AND o.organisation_id <> a.organisation_id
             GROUP BY a.product_id, a.grams HAVING count(*) >= p_least) m
$$;
