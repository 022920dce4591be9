-- Counted where goods are listed and searched, in the transaction of the review: a hidden one counts no more.
ALTER TABLE catalogue_listing
    ADD COLUMN review_count int NOT NULL DEFAULT 0 CHECK (review_count >= 0),
    ADD COLUMN review_stars int NOT NULL DEFAULT 0 CHECK (review_stars BETWEEN review_count AND review_count * 5);

CREATE FUNCTION review_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE catalogue_listing SET review_count = review_count + 1, review_stars = review_stars + NEW.stars
         WHERE id = NEW.listing_id;
    ELSIF NEW.hidden_at IS NOT NULL AND OLD.hidden_at IS NULL THEN
        UPDATE catalogue_listing SET review_count = review_count - 1, review_stars = review_stars - NEW.stars
         WHERE id = NEW.listing_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER review_counts AFTER INSERT OR UPDATE ON review FOR EACH ROW EXECUTE FUNCTION review_counts();
