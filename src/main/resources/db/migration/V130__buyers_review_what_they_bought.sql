-- What a buyer says of goods that were sent: one for each line of an order, one answer of the supplier, never rewritten.
CREATE TABLE review (
    id              uuid PRIMARY KEY,
    part_id         uuid        NOT NULL,
    line_no         int         NOT NULL,
    listing_id      uuid        NOT NULL REFERENCES catalogue_listing,
    organisation_id uuid        NOT NULL,
    county_code     text        NOT NULL CHECK (county_code ~ '^\d{6}$'),
    account_id      uuid,
    stars           smallint    NOT NULL CHECK (stars BETWEEN 1 AND 5),
    content         text        NOT NULL CHECK (length(content) <= 1000),
    written_at      timestamptz NOT NULL,
    reply           text CHECK (length(reply) BETWEEN 1 AND 1000),
    reply_by        uuid,
    replied_at      timestamptz,
    hidden_at       timestamptz,
    hidden_by       uuid,
    hidden_reason   text CHECK (length(hidden_reason) BETWEEN 2 AND 500),
    FOREIGN KEY (part_id, line_no) REFERENCES order_line (part_id, line_no),
    CONSTRAINT review_once UNIQUE (part_id, line_no),
    CHECK ((reply IS NULL) = (replied_at IS NULL) AND (reply IS NULL) = (reply_by IS NULL)),
    CHECK ((hidden_at IS NULL) = (hidden_reason IS NULL) AND (hidden_at IS NULL) = (hidden_by IS NULL))
);
CREATE INDEX review_of_listing ON review (listing_id, id DESC) WHERE hidden_at IS NULL;
CREATE INDEX review_of_supplier ON review (organisation_id, id DESC);

-- Only goods that were sent are reviewed, and only as what they are.
CREATE FUNCTION review_of_a_real_purchase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM order_part p JOIN order_line l ON l.part_id = p.id
      WHERE p.id = NEW.part_id AND l.line_no = NEW.line_no AND l.listing_id = NEW.listing_id
        AND p.organisation_id = NEW.organisation_id AND p.state IN ('SHIPPED', 'RECEIVED');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody received this' USING ERRCODE = '23514', CONSTRAINT = 'review_of_a_real_purchase';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER review_of_a_real_purchase BEFORE INSERT ON review
    FOR EACH ROW EXECUTE FUNCTION review_of_a_real_purchase();

-- What was said stays as it was said; an answer and a hiding are added once.
CREATE FUNCTION review_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.part_id, NEW.line_no, NEW.listing_id, NEW.organisation_id, NEW.stars, NEW.content, NEW.written_at)
       IS DISTINCT FROM (OLD.part_id, OLD.line_no, OLD.listing_id, OLD.organisation_id, OLD.stars, OLD.content, OLD.written_at)
       OR (OLD.reply IS NOT NULL AND NEW.reply IS DISTINCT FROM OLD.reply)
       OR (OLD.hidden_at IS NOT NULL AND NEW.hidden_at IS DISTINCT FROM OLD.hidden_at) THEN
        RAISE EXCEPTION 'a review is not rewritten' USING ERRCODE = '23514', CONSTRAINT = 'review_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER review_stays BEFORE UPDATE ON review FOR EACH ROW EXECUTE FUNCTION review_stays();
CREATE FUNCTION review_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a review is not deleted' USING ERRCODE = '23514', CONSTRAINT = 'review_is_kept';
END $$;
CREATE TRIGGER review_is_kept BEFORE DELETE ON review FOR EACH ROW EXECUTE FUNCTION review_is_kept();
