-- Mails that went where nobody agreed to them, lately: ten in a day to one address, whatever orders they are of. Kept by the
-- address as a keyed digest, so that ending the mails and beginning again does not count anew.
CREATE TABLE notice_unasked (
    digest bytea       NOT NULL CHECK (octet_length(digest) = 32),
    at     timestamptz NOT NULL
);
CREATE INDEX ON notice_unasked (digest, at);
CREATE INDEX ON notice_unasked (at);

-- Counted where a sender claims a mail for the first time, whoever writes. Two senders at once count one after the other.
CREATE FUNCTION notice_few_unasked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whose bytea;
BEGIN
    SELECT digest INTO whose FROM notice_address WHERE id = NEW.address_id AND subject IS NOT NULL;
    IF whose IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(whose, 'hex'), 252));
    IF (SELECT count(*) FROM notice_unasked WHERE digest = whose AND at > NEW.claimed_at - interval '1 day') >= 10 THEN
        RAISE EXCEPTION 'enough mails went there today'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_few_unasked', TABLE = 'notice_mail';
    END IF;
    INSERT INTO notice_unasked (digest, at) VALUES (whose, NEW.claimed_at);
    RETURN NULL;
END $$;
CREATE TRIGGER notice_few_unasked AFTER UPDATE OF state ON notice_mail FOR EACH ROW
    WHEN (NEW.state = 'CLAIMED' AND OLD.tries = 0) EXECUTE FUNCTION notice_few_unasked();
