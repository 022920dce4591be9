-- Where somebody wants to be told by mail too. Nothing goes there before whoever reads it has agreed, by a link that
-- works once. Whoever stops it is forgotten with all that was to be sent.
CREATE TABLE notice_address (
    id           uuid        PRIMARY KEY,
    account_id   uuid        NOT NULL CONSTRAINT notice_one_address UNIQUE REFERENCES identity_account,
    sealed       bytea       NOT NULL,
    masked       text        NOT NULL CHECK (masked ~ '\*\*\*@'),
    language     text        NOT NULL CHECK (language IN ('zh', 'zh-Hant', 'en')),
    given_at     timestamptz NOT NULL,
    confirmed_at timestamptz,
    secret_hash  bytea       UNIQUE CHECK (octet_length(secret_hash) = 32),
    secret_until timestamptz,
    CONSTRAINT notice_address_confirmed_once CHECK ((confirmed_at IS NULL) = (secret_hash IS NOT NULL)
                                                    AND (secret_hash IS NULL) = (secret_until IS NULL))
);

-- How often links were asked for lately, so that nobody fills a stranger's mailbox; the address as a keyed digest.
CREATE TABLE notice_address_asked (
    account_id uuid        NOT NULL,
    digest     bytea       NOT NULL CHECK (octet_length(digest) = 32),
    at         timestamptz NOT NULL
);
CREATE INDEX ON notice_address_asked (account_id, at);
CREATE INDEX ON notice_address_asked (digest, at);

-- The outbox: a note that goes out by mail, written with the note. CLAIMED is committed before anybody talks to the mail
-- server; what stays CLAIMED may have been sent, and nobody may try it again.
CREATE TABLE notice_mail (
    note_id    uuid        PRIMARY KEY REFERENCES notice_note,
    address_id uuid        NOT NULL REFERENCES notice_address ON DELETE CASCADE,
    state      text        NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'CLAIMED', 'SENT', 'REFUSED')),
    tries      int         NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
    due_at     timestamptz NOT NULL,
    claimed_at timestamptz,
    refusal    int,
    CONSTRAINT notice_mail_claimed_when CHECK ((tries = 0) = (claimed_at IS NULL))
);
CREATE INDEX ON notice_mail (address_id);
CREATE INDEX ON notice_mail (due_at, note_id) WHERE state = 'WAITING';
CREATE INDEX ON notice_mail (note_id) WHERE state IN ('CLAIMED', 'REFUSED');

CREATE FUNCTION notice_mail_goes_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'WAITING' OR NOT EXISTS (SELECT 1 FROM notice_address
                                                  WHERE id = NEW.address_id AND confirmed_at IS NOT NULL) THEN
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
CREATE TRIGGER notice_mail_goes_once BEFORE INSERT OR UPDATE ON notice_mail
    FOR EACH ROW EXECUTE FUNCTION notice_mail_goes_once();
