-- Prices are compared with those of the same variety, not of the whole category: what variety a name shows is the pack's word,
-- given as {category: {pattern, words: {word: variety}}}. The foremost word counts, of several there the longest.
CREATE FUNCTION certification_variety(p_name text, p_category text, p_varieties jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN p_varieties -> p_category -> 'words' ->> substring(p_name FROM p_varieties -> p_category ->> 'pattern');

-- What is on sale, with what it can be compared with: by weight where it is weighed, else by its package.
DROP FUNCTION supervision_like_goods(text);
CREATE FUNCTION supervision_like_goods(p_region text, p_varieties jsonb)
RETURNS TABLE (product_id uuid, organisation_id uuid, county_code text, name_zh text, name_en text, price_fen bigint, variety text,
               kind text, unit text, rate numeric, scale int) LANGUAGE sql STABLE AS $$
    SELECT l.product_id, l.organisation_id, l.county_code, l.name_zh, l.name_en, l.price_fen, v.variety,
           l.category || ':' || v.variety || CASE WHEN l.net_weight_grams IS NULL THEN ':' || l.unit ELSE '' END,
           CASE WHEN l.net_weight_grams IS NULL THEN l.unit ELSE '500g' END,
           l.price_fen::numeric / coalesce(l.net_weight_grams, 1),
           CASE WHEN l.net_weight_grams IS NULL THEN 1 ELSE 500 END
      FROM catalogue_listing l
     CROSS JOIN LATERAL (SELECT certification_variety(l.name_zh, l.category, p_varieties) AS variety) v
     WHERE l.region = p_region AND l.state = 'ON_SALE' AND l.certificate_valid AND v.variety IS NOT NULL
$$;
