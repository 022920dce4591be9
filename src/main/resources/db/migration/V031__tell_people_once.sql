-- What people are told, written in the transaction of the deed; once for each deed and reader.
CREATE TABLE notice_note (
    id              uuid PRIMARY KEY,
    account_id      uuid REFERENCES identity_account,
    organisation_id uuid REFERENCES organisation,
    role            text,
    area_code       text CHECK (area_code ~ '^\d{6}$'),
    message_key     text        NOT NULL,
    arguments       jsonb       NOT NULL CHECK (jsonb_typeof(arguments) = 'array'),
    link            text        NOT NULL CHECK (link ~ '^/[^/\\]'),
    once            text        NOT NULL CONSTRAINT notice_told_once UNIQUE,
    at              timestamptz NOT NULL,
    CONSTRAINT notice_one_reader CHECK (num_nonnulls(account_id, organisation_id, role) = 1
                                        AND (role IS NULL) = (area_code IS NULL))
);
CREATE INDEX ON notice_note (at DESC, id DESC);
CREATE INDEX ON notice_note (organisation_id, at DESC) WHERE organisation_id IS NOT NULL;
CREATE INDEX ON notice_note (account_id, at DESC) WHERE account_id IS NOT NULL;
CREATE TRIGGER notice_note_append_only BEFORE UPDATE OR DELETE ON notice_note
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TABLE notice_read (
    note_id    uuid        NOT NULL REFERENCES notice_note,
    account_id uuid        NOT NULL REFERENCES identity_account,
    at         timestamptz NOT NULL,
    PRIMARY KEY (note_id, account_id)
);
