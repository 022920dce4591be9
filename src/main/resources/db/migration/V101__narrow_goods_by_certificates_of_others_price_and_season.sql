-- Certificates of others beside ours, as lists of goods ask for them: confirmed ones only, each with its days.
CREATE TABLE catalogue_second (
    second_id  uuid PRIMARY KEY REFERENCES certification_second,
    listing_id uuid NOT NULL REFERENCES catalogue_listing,
    kind       text NOT NULL,
    valid_from date NOT NULL,
    valid_to   date NOT NULL
);
CREATE INDEX ON catalogue_second (listing_id, kind);
CREATE INDEX ON catalogue_second (kind, listing_id);

CREATE FUNCTION catalogue_follow_second() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM catalogue_second WHERE second_id = NEW.id;
    IF NEW.state = 'CONFIRMED' THEN
        INSERT INTO catalogue_second (second_id, listing_id, kind, valid_from, valid_to)
        SELECT NEW.id, l.id, NEW.kind, NEW.valid_from, NEW.valid_to
          FROM certification_certificate c JOIN catalogue_listing l ON l.product_id = c.product_id
         WHERE c.id = NEW.certificate_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER catalogue_follow_second AFTER INSERT OR UPDATE OF state, kind, valid_from, valid_to ON certification_second
    FOR EACH ROW EXECUTE FUNCTION catalogue_follow_second();

CREATE FUNCTION catalogue_bring_seconds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO catalogue_second (second_id, listing_id, kind, valid_from, valid_to)
    SELECT s.id, NEW.id, s.kind, s.valid_from, s.valid_to
      FROM certification_certificate c JOIN certification_second s ON s.certificate_id = c.id
     WHERE c.product_id = NEW.product_id AND s.state = 'CONFIRMED';
    RETURN NULL;
END $$;
CREATE TRIGGER catalogue_bring_seconds AFTER INSERT ON catalogue_listing
    FOR EACH ROW EXECUTE FUNCTION catalogue_bring_seconds();

INSERT INTO catalogue_second (second_id, listing_id, kind, valid_from, valid_to)
SELECT s.id, l.id, s.kind, s.valid_from, s.valid_to
  FROM certification_second s JOIN certification_certificate c ON c.id = s.certificate_id
  JOIN catalogue_listing l ON l.product_id = c.product_id
 WHERE s.state = 'CONFIRMED';

-- What the numbers beside the filters count, without a look at the goods themselves.
CREATE INDEX catalogue_listing_facets ON catalogue_listing (listed_at DESC)
    INCLUDE (id, valid_to, county_code, category, price_fen, harvest_months) WHERE state = 'ON_SALE' AND certificate_valid;
