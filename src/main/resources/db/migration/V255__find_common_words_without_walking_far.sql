-- Listings on sale that a question finds, in no order and no more than so many, by the index of words alone: PostgreSQL takes
-- a word it does not know for a common one and would walk through all goods.
CREATE FUNCTION catalogue_some(asks tsquery, day date, most int) RETURNS uuid[] LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
BEGIN
    RETURN ARRAY(SELECT l.id FROM catalogue_listing l
                  WHERE l.state = 'ON_SALE' AND l.certificate_valid AND l.valid_to >= day AND l.search @@ asks LIMIT most);
END $$;

-- As before, the whole name, then words of the name, then origin and kind, of each what is in season first; but nothing depends
-- any more on where among the goods a county's or a kind's were listed. What few goods match is put in order whole; what many
-- match is looked for among the newest, and put in order whole only where those do not fill the page.
CREATE OR REPLACE FUNCTION catalogue_found(whole_name text, in_name text, anywhere text, county_from text, county_to text,
                                           kind text, other text, price_from bigint, price_to bigint, only_season boolean,
                                           only_unsold boolean, ship_to text, day date, after_part int,
                                           after_listed timestamptz, after_id uuid, most int)
    RETURNS TABLE (listing_id uuid, part int) LANGUAGE plpgsql STABLE ROWS 25 AS $$
DECLARE
    few      CONSTANT int := 1000;
    -- The newest hundreds hold enough of most words that are common.
    walks    CONSTANT int[] := '{500, 4000}';
    -- Each level without what stood on those before, so that the index alone can tell.
    queries  CONSTANT tsquery[] := ARRAY[whole_name::tsquery, in_name::tsquery && !!whole_name::tsquery,
                                         anywhere::tsquery && !!whole_name::tsquery && !!in_name::tsquery];
    by_none  uuid[]    := ARRAY(SELECT n.template_id FROM freight_not_to(ship_to) n WHERE ship_to IS NOT NULL);
    of_none  uuid[]    := ARRAY(SELECT n.organisation_id FROM freight_not_to(ship_to) n WHERE ship_to IS NOT NULL AND n.standard);
    wanted   int       := most;
    -- $1 county_from, $2 county_to, $3 kind, $4 other, $5 price_from, $6 price_to, $7 by_none, $8 of_none, $9 day, $10 after_listed,
    -- $11 after_id, $12 the level's question, $13 month, $14 the goods known to match, $15 wanted
    filter   text      := 'l.state = ''ON_SALE'' AND l.certificate_valid AND l.valid_to >= $9'
        || CASE WHEN kind IS NULL THEN '' ELSE ' AND l.category = $3' END
        || CASE WHEN county_from IS NULL THEN '' ELSE ' AND l.county_code BETWEEN $1 AND $2' END
        || CASE WHEN price_from IS NULL THEN '' ELSE ' AND l.price_fen >= $5' END
        || CASE WHEN price_to IS NULL THEN '' ELSE ' AND l.price_fen <= $6' END
        || CASE WHEN other IS NULL THEN '' ELSE ' AND EXISTS (SELECT 1 FROM catalogue_second o
               WHERE o.listing_id = l.id AND o.kind = $4 AND $9 BETWEEN o.valid_from AND o.valid_to)' END
        || CASE WHEN only_unsold THEN ' AND EXISTS (SELECT 1 FROM catalogue_unsold u WHERE u.listing_id = l.id)' ELSE '' END
        || CASE WHEN ship_to IS NULL THEN '' ELSE ' AND (l.freight_template_id <> ALL ($7)) IS NOT FALSE
               AND (l.freight_template_id IS NOT NULL OR l.organisation_id <> ALL ($8))' END;
    newest   CONSTANT text := ' ORDER BY l.listed_at DESC, l.id DESC LIMIT ';
    level    int;
    season   text;
    beyond   text;
    matches  text;
    texts    text[];
    known    uuid[];
    ids      uuid[];
BEGIN
    FOR p IN coalesce(after_part, 0)..5 LOOP
        CONTINUE WHEN only_season AND p % 2 = 1;
        IF level IS DISTINCT FROM p / 2 THEN
            level := p / 2;
            known := catalogue_some(queries[level + 1], day, few + 1);
        END IF;
        CONTINUE WHEN cardinality(known) = 0;
        season := CASE WHEN p % 2 = 0 THEN '' ELSE 'NOT ' END || '$13 = ANY (l.harvest_months)';
        beyond := CASE WHEN p = after_part THEN ' AND (l.listed_at, l.id) < ($10, $11)' ELSE '' END;
        matches := season || ' AND l.search @@ $12';
        texts := CASE WHEN cardinality(known) <= few
            THEN ARRAY['SELECT l.id FROM catalogue_listing l WHERE l.id = ANY ($14) AND ' || filter || beyond || ' AND ' || season
                       || newest || '$15']
            ELSE ARRAY(SELECT 'SELECT l.id FROM (SELECT l.id, l.listed_at, l.search, l.harvest_months FROM catalogue_listing l WHERE '
                       || filter || beyond || newest || walk || ') l WHERE ' || matches || newest || '$15' FROM unnest(walks) AS walk)
                 -- Kept from the order's own index, which PostgreSQL would walk to the end for what it takes for common.
                 || ('SELECT l.id FROM (SELECT l.id, l.listed_at FROM catalogue_listing l WHERE '
                     || filter || beyond || ' AND ' || matches || ' OFFSET 0) l' || newest || '$15') END;
        FOR i IN 1..cardinality(texts) LOOP
            EXECUTE 'SELECT ARRAY(' || texts[i] || ')' INTO ids
                USING county_from, county_to, kind, other, price_from, price_to, by_none, of_none, day, after_listed, after_id,
                      queries[level + 1], extract(month FROM day)::int, known, wanted;
            EXIT WHEN cardinality(ids) >= wanted;
        END LOOP;
        RETURN QUERY SELECT unnest(ids), p;
        wanted := wanted - cardinality(ids);
        EXIT WHEN wanted <= 0;
    END LOOP;
END $$;
