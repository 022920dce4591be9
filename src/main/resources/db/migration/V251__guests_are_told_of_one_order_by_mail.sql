-- Whoever buys without an account may leave an address for that one thing, its subject. Nobody confirms it, it is changed
-- at most four times, and whoever ends the mails is forgotten; the row stays until then, for the link to the order.
ALTER TABLE notice_address
    ALTER account_id DROP NOT NULL,
    ALTER sealed DROP NOT NULL,
    ALTER masked DROP NOT NULL,
    ADD subject     uuid CONSTRAINT notice_one_address_of_a_subject UNIQUE,
    ADD digest      bytea CHECK (octet_length(digest) = 32),
    ADD link_until  timestamptz,
    ADD times_given int NOT NULL DEFAULT 1 CONSTRAINT notice_address_given_rarely CHECK (times_given BETWEEN 1 AND 5),
    DROP CONSTRAINT notice_address_confirmed_once,
    ADD CONSTRAINT notice_address_confirmed_once CHECK (
        subject IS NOT NULL
        OR (confirmed_at IS NULL) = (secret_hash IS NOT NULL) AND (secret_hash IS NULL) = (secret_until IS NULL)),
    ADD CONSTRAINT notice_address_of_an_account CHECK (
        subject IS NOT NULL OR account_id IS NOT NULL AND num_nonnulls(sealed, masked) = 2 AND num_nulls(digest, link_until) = 2),
    ADD CONSTRAINT notice_address_of_a_subject CHECK (
        subject IS NULL OR link_until IS NOT NULL AND num_nonnulls(sealed, masked, digest) IN (0, 3)
                           AND num_nulls(account_id, confirmed_at, secret_hash, secret_until) = 4);
CREATE INDEX ON notice_address (link_until) WHERE subject IS NOT NULL;

-- A note of a subject is read by nobody who signs in: it is written where an address waits for it.
ALTER TABLE notice_note
    ADD subject uuid,
    DROP CONSTRAINT notice_one_reader,
    ADD CONSTRAINT notice_one_reader CHECK (num_nonnulls(account_id, organisation_id, role, subject) = 1
                                            AND (role IS NULL) = (area_code IS NULL));

-- What is told of a subject goes to the address of that subject alone.
CREATE FUNCTION notice_mail_to_its_reader() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM notice_note n JOIN notice_address a ON a.id = NEW.address_id
                    WHERE n.id = NEW.note_id AND (n.account_id = a.account_id OR n.subject = a.subject)) THEN
        RAISE EXCEPTION 'a mail goes to whom its note is for'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_mail_to_its_reader';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER notice_mail_to_its_reader AFTER INSERT ON notice_mail DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION notice_mail_to_its_reader();

CREATE OR REPLACE FUNCTION notice_mail_goes_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'WAITING' OR NOT EXISTS (SELECT 1 FROM notice_address WHERE id = NEW.address_id
                                                  AND (confirmed_at IS NOT NULL OR subject IS NOT NULL AND sealed IS NOT NULL)) THEN
            RAISE EXCEPTION 'nobody agreed to be told there'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_mail_agreed';
        END IF;
    ELSIF NEW.note_id <> OLD.note_id OR NEW.address_id <> OLD.address_id
          OR (OLD.state, NEW.state) NOT IN (('WAITING', 'CLAIMED'), ('CLAIMED', 'SENT'), ('CLAIMED', 'WAITING'), ('CLAIMED', 'REFUSED'))
          OR NEW.tries <> OLD.tries + (OLD.state = 'WAITING')::int THEN
        RAISE EXCEPTION 'a mail in state % does not become %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_mail_goes_once';
    END IF;
    RETURN NEW;
END $$;
