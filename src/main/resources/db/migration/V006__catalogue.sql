-- A certified product on sale. It exists only under a certificate; the guard asks the certificate in the selling transaction.
-- What the certificate says (number, last day, still valid) is kept here as well, by the trigger below, for lists only.
CREATE TABLE catalogue_listing (
    id                 uuid PRIMARY KEY,
    version            int         NOT NULL DEFAULT 0,
    product_id         uuid        NOT NULL CONSTRAINT catalogue_product_listed_once UNIQUE
                                   CONSTRAINT catalogue_certified_product REFERENCES certification_certificate (product_id),
    organisation_id    uuid        NOT NULL,
    state              text        NOT NULL DEFAULT 'ON_SALE' CHECK (state IN ('ON_SALE','WITHDRAWN')),
    certificate_number text        NOT NULL,
    certificate_valid  boolean     NOT NULL,
    valid_to           date        NOT NULL,
    name_zh            text        NOT NULL,
    name_en            text        NOT NULL,
    description_zh     text        NOT NULL DEFAULT '',
    description_en     text        NOT NULL DEFAULT '',
    category           text        NOT NULL,
    region             text        NOT NULL,
    county_code        text        NOT NULL,
    unit               text        NOT NULL,
    net_weight_grams   bigint CHECK (net_weight_grams > 0),
    price_fen          bigint      NOT NULL CHECK (price_fen > 0),
    harvest_months     int[]       NOT NULL,
    perishable         boolean     NOT NULL,
    geographical_indication boolean NOT NULL DEFAULT false,
    link_id            uuid        NOT NULL,
    households         int         NOT NULL DEFAULT 0 CHECK (households >= 0),
    search             tsvector    NOT NULL,
    listed_at          timestamptz NOT NULL
);
CREATE INDEX catalogue_listing_words ON catalogue_listing USING gin (search) WITH (fastupdate = off);
CREATE INDEX catalogue_listing_newest ON catalogue_listing (listed_at, id) INCLUDE (valid_to) WHERE state = 'ON_SALE' AND certificate_valid;
CREATE INDEX catalogue_listing_price ON catalogue_listing (price_fen, id) WHERE state = 'ON_SALE' AND certificate_valid;
CREATE INDEX catalogue_listing_county_newest ON catalogue_listing (county_code, listed_at, id)
    WHERE state = 'ON_SALE' AND certificate_valid;
CREATE INDEX catalogue_listing_county_price ON catalogue_listing (county_code, price_fen, id) WHERE state = 'ON_SALE' AND certificate_valid;
CREATE INDEX catalogue_listing_category_newest ON catalogue_listing (category, listed_at, id) WHERE state = 'ON_SALE' AND certificate_valid;
CREATE INDEX catalogue_listing_category_price ON catalogue_listing (category, price_fen, id) WHERE state = 'ON_SALE' AND certificate_valid;
CREATE INDEX catalogue_listing_own ON catalogue_listing (organisation_id, listed_at);
CREATE INDEX catalogue_listing_figures ON catalogue_listing (organisation_id, county_code) INCLUDE (valid_to)
    WHERE state = 'ON_SALE' AND certificate_valid;

-- The rule that nobody may forget: no certificate that holds on the day, no listing. A revocation at the same moment waits.
CREATE FUNCTION catalogue_only_certified() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    certificate certification_certificate;
BEGIN
    SELECT * INTO certificate FROM certification_certificate WHERE product_id = NEW.product_id FOR SHARE;
    IF NOT FOUND OR certificate.state <> 'VALID'
       OR (NEW.listed_at AT TIME ZONE 'Asia/Shanghai')::date NOT BETWEEN certificate.issued_on AND certificate.valid_to THEN
        RAISE EXCEPTION 'no certificate holds for this product'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'catalogue_only_certified', TABLE = 'catalogue_listing';
    END IF;
    NEW.certificate_number := certificate.number;
    NEW.certificate_valid := true;
    NEW.valid_to := certificate.valid_to;
    RETURN NEW;
END $$;
CREATE TRIGGER catalogue_only_certified BEFORE INSERT ON catalogue_listing
    FOR EACH ROW EXECUTE FUNCTION catalogue_only_certified();

CREATE FUNCTION catalogue_follow_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalogue_listing
       SET certificate_number = NEW.number, certificate_valid = (NEW.state = 'VALID'), valid_to = NEW.valid_to
     WHERE product_id = NEW.product_id;
    RETURN NULL;
END $$;
CREATE TRIGGER catalogue_follow_certificate AFTER UPDATE OF number, state, valid_to ON certification_certificate
    FOR EACH ROW EXECUTE FUNCTION catalogue_follow_certificate();

-- onhand: everything ever put on sale less what was written off. Left to buy: onhand - sold - reserved, and what has lapsed.
CREATE TABLE catalogue_stock (
    listing_id uuid   PRIMARY KEY REFERENCES catalogue_listing,
    onhand     bigint NOT NULL CHECK (onhand >= 0),
    sold       bigint NOT NULL DEFAULT 0 CHECK (sold >= 0),
    reserved   bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    CONSTRAINT catalogue_never_oversold CHECK (reserved + sold <= onhand)
) WITH (fillfactor = 10);

-- A shopper's ten minutes at the checkout. Expiry counts when read; the sweeper only tidies.
CREATE TABLE catalogue_hold (
    id         uuid PRIMARY KEY DEFAULT uuidv7(),
    owner      uuid        NOT NULL,
    listing_id uuid        NOT NULL REFERENCES catalogue_listing,
    quantity   bigint      NOT NULL CHECK (quantity > 0),
    state      text        NOT NULL CHECK (state IN ('ACTIVE','TAKEN','RELEASED','LAPSED')),
    expires_at timestamptz NOT NULL,
    UNIQUE (owner, listing_id)
);
CREATE INDEX catalogue_hold_active ON catalogue_hold (listing_id, expires_at) INCLUDE (owner, quantity) WHERE state = 'ACTIVE';
CREATE INDEX catalogue_hold_due ON catalogue_hold (expires_at) WHERE state = 'ACTIVE';

-- Each change of stock with its reason: opened, added, sold, brought back, written off.
CREATE TABLE catalogue_stock_movement (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    listing_id uuid        NOT NULL REFERENCES catalogue_listing,
    kind       text        NOT NULL CHECK (kind IN ('OPENED','ADDED','SOLD','RESTOCKED','WRITTEN_OFF')),
    quantity   bigint      NOT NULL CHECK (quantity > 0),
    reference  text        NOT NULL,
    at         timestamptz NOT NULL,
    CONSTRAINT catalogue_moved_once UNIQUE (kind, reference, listing_id)
);
CREATE INDEX ON catalogue_stock_movement (listing_id, id);

-- Locks are taken in one order by everybody, so that nobody waits in a circle: first a shopper's own holds by listing, then
-- stock rows by listing, last the lapsed holds of others, and those never with waiting.

-- Gives back what lapsed on one listing, but not what its shopper is just paying for. Answers how many holds.
CREATE FUNCTION catalogue_release_lapsed(goods uuid, moment timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    freed bigint;
    n     int;
BEGIN
    PERFORM 1 FROM catalogue_stock WHERE listing_id = goods FOR NO KEY UPDATE;
    WITH due AS (
        SELECT id FROM catalogue_hold
         WHERE listing_id = goods AND state = 'ACTIVE' AND expires_at <= moment FOR UPDATE SKIP LOCKED),
    gone AS (
        UPDATE catalogue_hold h SET state = 'LAPSED' FROM due
         WHERE h.id = due.id AND h.state = 'ACTIVE' AND h.expires_at <= moment RETURNING h.quantity)
    SELECT coalesce(sum(quantity), 0), count(*) INTO freed, n FROM gone;
    IF freed > 0 THEN
        UPDATE catalogue_stock SET reserved = reserved - freed WHERE listing_id = goods;
    END IF;
    RETURN n;
END $$;

-- Holds these goods and no others for a shopper until then. Answers each listing that is short, with what could be had;
-- where it answers anything the caller rolls back.
CREATE FUNCTION catalogue_hold_goods(shopper uuid, goods uuid[], wanted bigint[], moment timestamptz, until timestamptz)
    RETURNS TABLE (short_of uuid, can_have bigint) LANGUAGE plpgsql AS $$
DECLARE
    change record;
BEGIN
    FOR change IN
        WITH dropped AS (
            UPDATE catalogue_hold SET state = 'RELEASED'
             WHERE owner = shopper AND state = 'ACTIVE' AND listing_id <> ALL (goods)
            RETURNING listing_id, -quantity AS delta, quantity),
        held AS (
            INSERT INTO catalogue_hold AS h (owner, listing_id, quantity, state, expires_at)
            SELECT shopper, w.listing_id, w.quantity, 'ACTIVE', until
              FROM unnest(goods, wanted) AS w (listing_id, quantity) ORDER BY w.listing_id
            ON CONFLICT (owner, listing_id) DO UPDATE
               SET quantity = EXCLUDED.quantity, state = 'ACTIVE', expires_at = EXCLUDED.expires_at
            RETURNING h.listing_id,
                      new.quantity - CASE WHEN old.state = 'ACTIVE' THEN old.quantity ELSE 0 END AS delta, h.quantity)
        SELECT * FROM dropped UNION ALL SELECT * FROM held ORDER BY listing_id
    LOOP
        CONTINUE WHEN change.delta = 0;
        UPDATE catalogue_stock SET reserved = reserved + change.delta
         WHERE listing_id = change.listing_id AND onhand - sold - reserved >= change.delta;
        CONTINUE WHEN FOUND;
        PERFORM catalogue_release_lapsed(change.listing_id, moment);
        UPDATE catalogue_stock SET reserved = reserved + change.delta
         WHERE listing_id = change.listing_id AND onhand - sold - reserved >= change.delta;
        IF NOT FOUND THEN
            RETURN QUERY SELECT s.listing_id, s.onhand - s.sold - s.reserved + change.quantity - change.delta
                           FROM catalogue_stock s WHERE s.listing_id = change.listing_id;
        END IF;
    END LOOP;
END $$;

-- What a shopper holds becomes sold. A hold that lapsed is taken from what is free now; where nothing is, taken is false
-- and the caller rolls back. A second call takes nothing.
CREATE FUNCTION catalogue_take_goods(shopper uuid, ref text, moment timestamptz)
    RETURNS TABLE (sold_of uuid, sold_quantity bigint, taken boolean) LANGUAGE plpgsql AS $$
DECLARE
    change record;
BEGIN
    FOR change IN
        WITH mine AS (
            SELECT id FROM catalogue_hold
             WHERE owner = shopper AND state IN ('ACTIVE','LAPSED') ORDER BY listing_id FOR UPDATE),
        got AS (
            UPDATE catalogue_hold h SET state = 'TAKEN' FROM mine
             WHERE h.id = mine.id AND h.state IN ('ACTIVE','LAPSED')
            RETURNING h.listing_id, h.quantity, old.state = 'ACTIVE' AS held)
        SELECT * FROM got ORDER BY listing_id
    LOOP
        UPDATE catalogue_stock
           SET sold = sold + change.quantity, reserved = reserved - CASE WHEN change.held THEN change.quantity ELSE 0 END
         WHERE listing_id = change.listing_id AND (change.held OR onhand - sold - reserved >= change.quantity);
        IF NOT FOUND THEN
            PERFORM catalogue_release_lapsed(change.listing_id, moment);
            UPDATE catalogue_stock SET sold = sold + change.quantity
             WHERE listing_id = change.listing_id AND onhand - sold - reserved >= change.quantity;
        END IF;
        taken := FOUND;
        sold_of := change.listing_id;
        sold_quantity := change.quantity;
        IF taken THEN
            INSERT INTO catalogue_stock_movement (listing_id, kind, quantity, reference, at)
            VALUES (sold_of, 'SOLD', sold_quantity, ref, moment);
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;

CREATE FUNCTION catalogue_release_goods(shopper uuid) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    change record;
    n      int := 0;
BEGIN
    FOR change IN
        WITH mine AS (
            SELECT id FROM catalogue_hold
             WHERE owner = shopper AND state IN ('ACTIVE','LAPSED') ORDER BY listing_id FOR UPDATE),
        gone AS (
            UPDATE catalogue_hold h SET state = 'RELEASED' FROM mine
             WHERE h.id = mine.id AND h.state IN ('ACTIVE','LAPSED')
            RETURNING h.listing_id, CASE WHEN old.state = 'ACTIVE' THEN h.quantity ELSE 0 END AS quantity)
        SELECT * FROM gone ORDER BY listing_id
    LOOP
        UPDATE catalogue_stock SET reserved = reserved - change.quantity
         WHERE listing_id = change.listing_id AND change.quantity > 0;
        n := n + 1;
    END LOOP;
    RETURN n;
END $$;

-- One batch of the sweeper; listings that somebody is just buying wait for the next.
CREATE FUNCTION catalogue_sweep_holds(moment timestamptz, batch int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    due uuid;
    n   int := 0;
BEGIN
    FOR due IN
        SELECT listing_id FROM catalogue_stock
         WHERE listing_id IN (SELECT h.listing_id FROM catalogue_hold h
                               WHERE h.state = 'ACTIVE' AND h.expires_at <= moment ORDER BY h.expires_at LIMIT batch)
         ORDER BY listing_id FOR NO KEY UPDATE SKIP LOCKED
    LOOP
        n := n + catalogue_release_lapsed(due, moment);
    END LOOP;
    RETURN n;
END $$;

-- What a search finds, the best first, no more than asked for: the whole name, then words of the name, then origin and kind.
-- Planned for the words at hand, because a common word is best met by walking from the newest and a rare one by the index.
-- PostgreSQL cannot tell how common a beginning of a word is: there a short walk decides.
CREATE FUNCTION catalogue_found(whole_name text, in_name text, anywhere text, county_from text, county_to text, kind text,
                                day date, after_part int, after_listed timestamptz, after_id uuid, most int)
    RETURNS TABLE (listing_id uuid, part int) LANGUAGE plpgsql STABLE ROWS 25 SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    queries    tsquery[] := ARRAY[whole_name, in_name, anywhere]::tsquery[];
    beginnings boolean   := strpos(anywhere, ':*') > 0;
    walk       int       := 1500;
    wanted     int       := most;
    ids        uuid[];
BEGIN
    FOR p IN coalesce(after_part, 0)..2 LOOP
        ids := '{}';
        IF beginnings AND p > 0 THEN
            ids := ARRAY(
                SELECT w.id FROM (
                    SELECT l.id, l.search, l.listed_at FROM catalogue_listing l
                     WHERE l.state = 'ON_SALE' AND l.certificate_valid AND l.valid_to >= day
                       AND (kind IS NULL OR l.category = kind)
                       AND (county_from IS NULL OR l.county_code BETWEEN county_from AND county_to)
                       AND (after_part IS NULL OR p > after_part OR (l.listed_at, l.id) < (after_listed, after_id))
                     ORDER BY l.listed_at DESC, l.id DESC LIMIT walk) w
                 WHERE w.search @@ queries[p + 1]
                   AND NOT w.search @@ queries[1] AND (p < 2 OR NOT w.search @@ queries[2])
                 ORDER BY w.listed_at DESC, w.id DESC LIMIT wanted);
        END IF;
        IF cardinality(ids) < wanted THEN
            ids := ARRAY(
                SELECT l.id FROM catalogue_listing l
                 WHERE l.state = 'ON_SALE' AND l.certificate_valid AND l.valid_to >= day
                   AND (kind IS NULL OR l.category = kind)
                   AND (county_from IS NULL OR l.county_code BETWEEN county_from AND county_to)
                   AND l.search @@ queries[p + 1]
                   AND (p < 1 OR NOT l.search @@ queries[1]) AND (p < 2 OR NOT l.search @@ queries[2])
                   AND (after_part IS NULL OR p > after_part OR (l.listed_at, l.id) < (after_listed, after_id))
                 ORDER BY l.listed_at DESC, l.id DESC LIMIT wanted);
        END IF;
        RETURN QUERY SELECT unnest(ids), p;
        wanted := wanted - cardinality(ids);
        EXIT WHEN wanted <= 0;
    END LOOP;
END $$;
