-- What buyers ask of goods before they buy: at most five a day each, one answer of the supplier, which it may put right
-- for a day; only what was answered is public, and nothing is rewritten or deleted.
CREATE TABLE review_question (
    id              uuid PRIMARY KEY,
    listing_id      uuid        NOT NULL REFERENCES catalogue_listing,
    county_code     text        NOT NULL CHECK (county_code ~ '^\d{6}$'),
    account_id      uuid        NOT NULL REFERENCES identity_account,
    asked_on        date        NOT NULL,
    place           smallint    NOT NULL CONSTRAINT review_question_five_a_day CHECK (place BETWEEN 1 AND 5),
    content         text        NOT NULL CHECK (length(content) BETWEEN 10 AND 200),
    asked_at        timestamptz NOT NULL,
    answer          text CHECK (length(answer) BETWEEN 2 AND 1000),
    answered_by     uuid,
    answered_at     timestamptz,
    corrected_at    timestamptz,
    hidden_at       timestamptz,
    hidden_by       uuid,
    hidden_reason   text CHECK (length(hidden_reason) BETWEEN 2 AND 500),
    CONSTRAINT review_question_once_a_place UNIQUE (account_id, asked_on, place),
    CHECK (num_nonnulls(answer, answered_at, answered_by) IN (0, 3)),
    CHECK (num_nonnulls(hidden_at, hidden_reason, hidden_by) IN (0, 3)),
    CHECK (hidden_at IS NULL OR answer IS NOT NULL),
    CONSTRAINT review_answer_corrected_within_a_day
        CHECK (corrected_at BETWEEN answered_at AND answered_at + interval '1 day')
);
CREATE INDEX review_question_shown ON review_question (listing_id, id DESC) WHERE answer IS NOT NULL AND hidden_at IS NULL;
CREATE INDEX review_question_open ON review_question (listing_id, id) WHERE answer IS NULL;
CREATE INDEX review_question_of_asker ON review_question (account_id, listing_id, id DESC);
CREATE INDEX review_question_of_area ON review_question (county_code text_pattern_ops, id DESC) WHERE answer IS NOT NULL;

-- Each question of a day takes the next of its five places; two at once wait for one another.
CREATE FUNCTION review_question_takes_a_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('review_question ' || NEW.account_id, 0));
    NEW.place := (SELECT count(*) + 1 FROM review_question WHERE account_id = NEW.account_id AND asked_on = NEW.asked_on);
    RETURN NEW;
END $$;
CREATE TRIGGER review_question_takes_a_place BEFORE INSERT ON review_question
    FOR EACH ROW EXECUTE FUNCTION review_question_takes_a_place();

CREATE FUNCTION review_question_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (NEW.listing_id, NEW.county_code, NEW.account_id, NEW.asked_on, NEW.place, NEW.content, NEW.asked_at)
          IS DISTINCT FROM
          (OLD.listing_id, OLD.county_code, OLD.account_id, OLD.asked_on, OLD.place, OLD.content, OLD.asked_at)
       OR (OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at)
       OR (OLD.answer IS DISTINCT FROM NEW.answer AND OLD.answer IS NOT NULL
           AND (OLD.hidden_at IS NOT NULL OR NEW.corrected_at IS NOT DISTINCT FROM OLD.corrected_at))
       OR (OLD.hidden_at IS NOT NULL AND NEW.hidden_at IS DISTINCT FROM OLD.hidden_at) THEN
        RAISE EXCEPTION 'a question is not rewritten' USING ERRCODE = '23514', CONSTRAINT = 'review_question_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER review_question_stays BEFORE UPDATE OR DELETE ON review_question
    FOR EACH ROW EXECUTE FUNCTION review_question_stays();

-- The product's page shows the last two that were answered, read with the listing itself.
ALTER TABLE catalogue_listing
    ADD COLUMN answered_count int   NOT NULL DEFAULT 0 CHECK (answered_count >= 0),
    ADD COLUMN answered_last  jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(answered_last) = 'array');

CREATE FUNCTION review_question_shows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM catalogue_listing WHERE id = NEW.listing_id FOR NO KEY UPDATE;
    UPDATE catalogue_listing l
       SET answered_count = (SELECT count(*) FROM review_question q
                              WHERE q.listing_id = l.id AND q.answer IS NOT NULL AND q.hidden_at IS NULL),
           answered_last = coalesce((SELECT jsonb_agg(jsonb_build_object('question', q.content, 'answer', q.answer)
                                                      ORDER BY q.id DESC)
                                       FROM (SELECT id, content, answer FROM review_question q
                                              WHERE q.listing_id = l.id AND q.answer IS NOT NULL AND q.hidden_at IS NULL
                                              ORDER BY id DESC LIMIT 2) q), '[]')
     WHERE l.id = NEW.listing_id;
    RETURN NULL;
END $$;
CREATE TRIGGER review_question_shows AFTER UPDATE ON review_question
    FOR EACH ROW EXECUTE FUNCTION review_question_shows();
