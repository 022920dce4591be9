-- A service that is sold by day and places: until how many hours before the day it is cancelled for nothing. Null: it is
-- sold as goods are. Nothing is sold both by the day and in advance.
ALTER TABLE catalogue_listing
    ADD COLUMN cancel_hours int CHECK (cancel_hours BETWEEN 0 AND 720),
    ADD CONSTRAINT catalogue_by_day_or_in_advance CHECK (cancel_hours IS NULL OR presale_from IS NULL);

-- A day and its places. booked: held or sold. What lapsed counts as free when it is read.
CREATE TABLE catalogue_day (
    listing_id uuid    NOT NULL REFERENCES catalogue_listing,
    day        date    NOT NULL,
    places     bigint  NOT NULL CHECK (places BETWEEN 1 AND 9999),
    booked     bigint  NOT NULL DEFAULT 0 CHECK (booked >= 0),
    closed     boolean NOT NULL DEFAULT false,
    over       boolean NOT NULL DEFAULT false,
    PRIMARY KEY (listing_id, day),
    CONSTRAINT catalogue_never_overbooked CHECK (booked <= places)
);
CREATE INDEX catalogue_day_not_over ON catalogue_day (day) WHERE NOT over;

-- Who holds or has places of which day.
CREATE TABLE catalogue_booking (
    id         uuid PRIMARY KEY DEFAULT uuidv7(),
    owner      uuid        NOT NULL,
    listing_id uuid        NOT NULL REFERENCES catalogue_listing,
    day        date        NOT NULL,
    quantity   bigint      NOT NULL CHECK (quantity > 0),
    state      text        NOT NULL CHECK (state IN ('ACTIVE','TAKEN','RELEASED','LAPSED','GIVEN_BACK')),
    expires_at timestamptz NOT NULL,
    UNIQUE (owner, listing_id)
);
CREATE INDEX catalogue_booking_active ON catalogue_booking (listing_id, day, expires_at) INCLUDE (quantity) WHERE state = 'ACTIVE';
CREATE INDEX catalogue_booking_due ON catalogue_booking (expires_at) WHERE state = 'ACTIVE';

CREATE FUNCTION catalogue_booked_day_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a day with bookings stays'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'catalogue_booked_day_stays', TABLE = 'catalogue_day';
END $$;
CREATE TRIGGER catalogue_booked_day_stays BEFORE DELETE ON catalogue_day FOR EACH ROW
    WHEN (OLD.booked > 0) EXECUTE FUNCTION catalogue_booked_day_stays();

-- What lists show as left of a service is what is free on its days. Whoever changes a day says so here; the day is locked
-- first, the stock after it.
CREATE FUNCTION catalogue_count_free_places(goods uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM catalogue_listing WHERE id = goods AND cancel_hours IS NOT NULL) THEN
        RETURN;
    END IF;
    PERFORM 1 FROM catalogue_stock WHERE listing_id = goods FOR NO KEY UPDATE;
    UPDATE catalogue_stock s SET onhand = s.sold + s.reserved + (
           SELECT coalesce(sum(d.places - d.booked), 0) FROM catalogue_day d
            WHERE d.listing_id = goods AND NOT d.closed AND NOT d.over)
     WHERE s.listing_id = goods;
END $$;
CREATE FUNCTION catalogue_day_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_count_free_places(coalesce(NEW.listing_id, OLD.listing_id));
    RETURN NULL;
END $$;
CREATE TRIGGER catalogue_day_changed AFTER INSERT OR UPDATE OR DELETE ON catalogue_day
    FOR EACH ROW EXECUTE FUNCTION catalogue_day_changed();

-- From now on, or on other terms, sold by the day: what was left in stock is written off, so that the movements tell the
-- whole story of goods, and days that of places.
CREATE FUNCTION catalogue_sell_by_day(goods uuid, hours int, moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM catalogue_listing WHERE id = goods FOR NO KEY UPDATE;
    PERFORM 1 FROM catalogue_stock WHERE listing_id = goods FOR NO KEY UPDATE;
    INSERT INTO catalogue_stock_movement (listing_id, kind, quantity, reference, at)
    SELECT s.listing_id, 'WRITTEN_OFF', s.onhand - s.sold - s.reserved, 'days:' || uuidv7(), moment
      FROM catalogue_stock s JOIN catalogue_listing l ON l.id = s.listing_id
     WHERE s.listing_id = goods AND l.cancel_hours IS NULL AND s.onhand - s.sold - s.reserved > 0;
    UPDATE catalogue_listing SET cancel_hours = hours, version = version + 1 WHERE id = goods;
    PERFORM catalogue_count_free_places(goods);
END $$;

-- Sold as goods are again, of which there is what the movements say.
CREATE FUNCTION catalogue_sell_without_days(goods uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalogue_listing SET cancel_hours = NULL, version = version + 1 WHERE id = goods;
    UPDATE catalogue_stock SET onhand = (
           SELECT coalesce(sum(CASE WHEN kind = 'WRITTEN_OFF' THEN -quantity
                                    WHEN kind NOT IN ('SOLD', 'RESTOCKED') THEN quantity END), 0)
             FROM catalogue_stock_movement WHERE listing_id = goods)
     WHERE listing_id = goods;
END $$;

-- Places are locked in the order of listing and day, as stock is in that of listings.
CREATE FUNCTION catalogue_china_day(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT (moment AT TIME ZONE 'Asia/Shanghai')::date
$$;

-- Places of a day that can be booked at that moment; null where it is closed, over or not offered at all.
CREATE FUNCTION catalogue_free_on(goods uuid, of_day date, moment timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT greatest(0, d.places - d.booked + coalesce((
               SELECT sum(b.quantity) FROM catalogue_booking b
                WHERE b.listing_id = d.listing_id AND b.day = d.day AND b.state = 'ACTIVE' AND b.expires_at <= moment), 0))::bigint
      FROM catalogue_day d
     WHERE d.listing_id = goods AND d.day = of_day AND NOT d.closed AND d.day >= catalogue_china_day(moment)
$$;

-- The days that a visitor may choose from, with what is free on each.
CREATE FUNCTION catalogue_open_days(goods uuid, moment timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(json_agg(json_build_object('day', o.day, 'free', catalogue_free_on(goods, o.day, moment)) ORDER BY o.day), '[]')::text
      FROM (SELECT d.day FROM catalogue_day d
             WHERE d.listing_id = goods AND NOT d.closed AND d.day >= catalogue_china_day(moment)
             ORDER BY d.day LIMIT 62) o
$$;

-- Gives back what lapsed of one day, but not what its shopper is just paying for.
CREATE FUNCTION catalogue_release_lapsed_places(goods uuid, of_day date, moment timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    freed bigint;
    n     int;
BEGIN
    PERFORM 1 FROM catalogue_day WHERE listing_id = goods AND day = of_day FOR NO KEY UPDATE;
    WITH due AS (
        SELECT id FROM catalogue_booking
         WHERE listing_id = goods AND day = of_day AND state = 'ACTIVE' AND expires_at <= moment FOR UPDATE SKIP LOCKED),
    gone AS (
        UPDATE catalogue_booking b SET state = 'LAPSED' FROM due
         WHERE b.id = due.id AND b.state = 'ACTIVE' AND b.expires_at <= moment RETURNING b.quantity)
    SELECT coalesce(sum(quantity), 0), count(*) INTO freed, n FROM gone;
    IF freed > 0 THEN
        UPDATE catalogue_day SET booked = booked - freed WHERE listing_id = goods AND day = of_day;
    END IF;
    RETURN n;
END $$;

-- Takes places of a day, never more than there are: one conditional statement. Fewer than none gives places back.
CREATE FUNCTION catalogue_book(goods uuid, of_day date, delta bigint, moment timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalogue_day SET booked = booked + delta
     WHERE listing_id = goods AND day = of_day
       AND (delta <= 0 OR (places - booked >= delta AND NOT closed AND day >= catalogue_china_day(moment)));
    RETURN FOUND;
END $$;

-- Holds these places for a shopper until then; what the shopper holds already is renewed. Answers each listing of whose day
-- too few are free, with what could be had; where it answers anything the caller rolls back.
CREATE FUNCTION catalogue_hold_places(shopper uuid, goods uuid[], days date[], wanted bigint[], moment timestamptz,
                                      until timestamptz)
    RETURNS TABLE (short_of uuid, can_have bigint) LANGUAGE plpgsql AS $$
DECLARE
    change record;
BEGIN
    FOR change IN
        WITH held AS (
            INSERT INTO catalogue_booking AS b (owner, listing_id, day, quantity, state, expires_at)
            SELECT shopper, w.listing_id, w.day, w.quantity, 'ACTIVE', until
              FROM unnest(goods, days, wanted) AS w (listing_id, day, quantity) ORDER BY w.listing_id
            ON CONFLICT (owner, listing_id) DO UPDATE SET state = 'ACTIVE', expires_at = EXCLUDED.expires_at
            RETURNING b.listing_id, b.day,
                      new.quantity - CASE WHEN old.state = 'ACTIVE' THEN old.quantity ELSE 0 END AS delta)
        SELECT * FROM held ORDER BY listing_id, day
    LOOP
        CONTINUE WHEN change.delta = 0;
        CONTINUE WHEN catalogue_book(change.listing_id, change.day, change.delta, moment);
        PERFORM catalogue_release_lapsed_places(change.listing_id, change.day, moment);
        CONTINUE WHEN catalogue_book(change.listing_id, change.day, change.delta, moment);
        RETURN QUERY SELECT change.listing_id, coalesce(catalogue_free_on(change.listing_id, change.day, moment), 0);
    END LOOP;
END $$;

-- What a shopper holds becomes sold. A hold that lapsed is taken from what is free now; where nothing is, taken is false
-- and the caller rolls back. A second call takes nothing.
CREATE FUNCTION catalogue_take_places(shopper uuid, moment timestamptz)
    RETURNS TABLE (sold_of uuid, sold_quantity bigint, taken boolean) LANGUAGE plpgsql AS $$
DECLARE
    change record;
BEGIN
    FOR change IN
        WITH mine AS (
            SELECT id FROM catalogue_booking
             WHERE owner = shopper AND state IN ('ACTIVE','LAPSED') ORDER BY listing_id FOR UPDATE),
        got AS (
            UPDATE catalogue_booking b SET state = 'TAKEN' FROM mine
             WHERE b.id = mine.id AND b.state IN ('ACTIVE','LAPSED')
            RETURNING b.listing_id, b.day, b.quantity, old.state = 'ACTIVE' AS held)
        SELECT * FROM got ORDER BY listing_id, day
    LOOP
        taken := change.held OR catalogue_book(change.listing_id, change.day, change.quantity, moment);
        IF NOT taken THEN
            PERFORM catalogue_release_lapsed_places(change.listing_id, change.day, moment);
            taken := catalogue_book(change.listing_id, change.day, change.quantity, moment);
        END IF;
        sold_of := change.listing_id;
        sold_quantity := change.quantity;
        RETURN NEXT;
    END LOOP;
END $$;

-- Places of a shopper come back: those of these listings, or of all (null), in one of these states; they change to that one.
CREATE FUNCTION catalogue_free_places(shopper uuid, goods uuid[], were text[], become text, moment timestamptz)
    RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    change record;
    n      int := 0;
BEGIN
    FOR change IN
        WITH mine AS (
            SELECT id FROM catalogue_booking
              WHERE owner = shopper AND state = ANY (were)
                AND (goods IS NULL OR listing_id = ANY (goods)) ORDER BY listing_id FOR UPDATE),
        gone AS (
            UPDATE catalogue_booking b SET state = become FROM mine
             WHERE b.id = mine.id AND b.state = ANY (were)
            RETURNING b.listing_id, b.day, CASE WHEN old.state = 'LAPSED' THEN 0 ELSE b.quantity END AS quantity)
        SELECT * FROM gone ORDER BY listing_id, day
    LOOP
        PERFORM catalogue_book(change.listing_id, change.day, -change.quantity, moment);
        n := n + 1;
    END LOOP;
    RETURN n;
END $$;

-- One batch of the sweeper: what lapsed, and the days that are over. A day that somebody is just booking waits for the next;
-- each is locked only when its turn comes, for its stock is locked after it.
CREATE FUNCTION catalogue_sweep_days(moment timestamptz, batch int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    due record;
    n   int := 0;
BEGIN
    FOR due IN
        SELECT DISTINCT listing_id, day
          FROM (SELECT b.listing_id, b.day FROM catalogue_booking b
                 WHERE b.state = 'ACTIVE' AND b.expires_at <= moment ORDER BY b.expires_at LIMIT batch) b
         ORDER BY listing_id, day
    LOOP
        PERFORM 1 FROM catalogue_day WHERE listing_id = due.listing_id AND day = due.day FOR NO KEY UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        n := n + catalogue_release_lapsed_places(due.listing_id, due.day, moment);
    END LOOP;
    WITH past AS (SELECT listing_id, day FROM catalogue_day
                   WHERE NOT over AND day < catalogue_china_day(moment)
                   ORDER BY listing_id, day LIMIT batch FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE catalogue_day d SET over = true FROM past WHERE d.listing_id = past.listing_id AND d.day = past.day;
    RETURN n;
END $$;
