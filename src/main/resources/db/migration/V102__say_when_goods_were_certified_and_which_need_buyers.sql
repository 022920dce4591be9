-- The day a product was certified first, for those who look for what is new under a certificate.
ALTER TABLE catalogue_listing ADD COLUMN certified_on date;
UPDATE catalogue_listing l SET certified_on = c.issued_on
  FROM certification_certificate c WHERE c.product_id = l.product_id;
ALTER TABLE catalogue_listing ALTER COLUMN certified_on SET NOT NULL;
CREATE INDEX catalogue_listing_certified ON catalogue_listing (certified_on DESC, listed_at DESC, id DESC)
    WHERE state = 'ON_SALE' AND certificate_valid;

CREATE OR REPLACE FUNCTION catalogue_only_certified() RETURNS trigger LANGUAGE plpgsql AS $$
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
    NEW.certified_on := certificate.issued_on;
    RETURN NEW;
END $$;

-- Goods of which an officer found stock unsold: they need buyers until an officer says that they do not any longer.
CREATE TABLE catalogue_unsold (
    listing_id   uuid PRIMARY KEY REFERENCES catalogue_listing,
    reason       text CHECK (length(reason) BETWEEN 2 AND 500),
    found_by     uuid,
    found_person uuid,
    found_at     timestamptz NOT NULL,
    CHECK ((found_by IS NULL) = (found_person IS NULL) AND (found_by IS NULL) = (reason IS NULL))
);

-- What an officer had found before the product was certified goes with it onto the shelf.
CREATE FUNCTION catalogue_bring_unsold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO catalogue_unsold (listing_id, found_at)
    SELECT NEW.id, NEW.listed_at
      FROM certification_certificate c JOIN certification_application a ON a.id = c.application_id
     WHERE c.product_id = NEW.product_id AND a.unsold_stock;
    RETURN NULL;
END $$;
CREATE TRIGGER catalogue_bring_unsold AFTER INSERT ON catalogue_listing
    FOR EACH ROW EXECUTE FUNCTION catalogue_bring_unsold();
INSERT INTO catalogue_unsold (listing_id, found_at)
SELECT l.id, l.listed_at
  FROM catalogue_listing l JOIN certification_certificate c ON c.product_id = l.product_id
  JOIN certification_application a ON a.id = c.application_id
 WHERE a.unsold_stock;
