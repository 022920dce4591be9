-- From so many pieces on, or within a period, one piece costs less. A price from one piece on without a period is the
-- listing's own. What the buyer pays is the lowest that applies, frozen on the order's line.
CREATE TABLE catalogue_price_tier (
    listing_id    uuid   NOT NULL REFERENCES catalogue_listing,
    from_quantity int    NOT NULL CHECK (from_quantity BETWEEN 1 AND 9999),
    price_fen     bigint NOT NULL CHECK (price_fen > 0),
    from_on       date,
    to_on         date,
    CHECK ((from_on IS NULL) = (to_on IS NULL)),
    CONSTRAINT catalogue_tier_period CHECK (from_on <= to_on),
    CONSTRAINT catalogue_tier_for_something CHECK (from_quantity > 1 OR from_on IS NOT NULL),
    CONSTRAINT catalogue_tier_once UNIQUE NULLS NOT DISTINCT (listing_id, from_quantity, from_on)
);

-- A listing's tiers, for the one function that prices.
CREATE FUNCTION catalogue_tiers(listing uuid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(json_agg(json_build_object('from', t.from_quantity, 'fen', t.price_fen, 'since', t.from_on, 'until', t.to_on)
                             ORDER BY t.from_quantity, t.from_on NULLS FIRST), '[]')::text
      FROM catalogue_price_tier t WHERE t.listing_id = listing
$$;

-- What one piece would have cost without its tier; null where it cost that.
ALTER TABLE order_line ADD COLUMN list_price_fen bigint CHECK (list_price_fen > price_fen);
