-- A listing's own pictures, at most six in their supplier's order, each large and small; the first one stands for the goods
-- wherever they are listed.
CREATE TABLE catalogue_picture (
    listing_id   uuid        NOT NULL REFERENCES catalogue_listing,
    place        smallint    NOT NULL CONSTRAINT catalogue_picture_six CHECK (place BETWEEN 1 AND 6),
    sha256       bytea       NOT NULL REFERENCES document_content,
    small_sha256 bytea       NOT NULL REFERENCES document_content,
    width_px     int         NOT NULL CHECK (width_px > 0),
    height_px    int         NOT NULL CHECK (height_px > 0),
    alt_zh       text        NOT NULL CHECK (length(alt_zh) BETWEEN 1 AND 100),
    alt_en       text        NOT NULL CHECK (length(alt_en) <= 100),
    added_at     timestamptz NOT NULL,
    CONSTRAINT catalogue_picture_once PRIMARY KEY (listing_id, sha256),
    CONSTRAINT catalogue_picture_in_its_place UNIQUE (listing_id, place) DEFERRABLE INITIALLY DEFERRED
);

ALTER TABLE catalogue_listing ADD COLUMN front_picture text CHECK (front_picture ~ '^[0-9a-f]{64}$');

CREATE FUNCTION catalogue_front_picture() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalogue_listing l
       SET front_picture = (SELECT encode(small_sha256, 'hex') FROM catalogue_picture p WHERE p.listing_id = l.id
                           ORDER BY place LIMIT 1)
     WHERE l.id = coalesce(NEW.listing_id, OLD.listing_id);
    RETURN NULL;
END $$;
CREATE TRIGGER catalogue_front_picture AFTER INSERT OR UPDATE OR DELETE ON catalogue_picture
    FOR EACH ROW EXECUTE FUNCTION catalogue_front_picture();

-- What anybody may look at: what stands in the shop.
CREATE FUNCTION catalogue_public(l catalogue_listing) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT l.state = 'ON_SALE' AND l.certificate_valid $$;
