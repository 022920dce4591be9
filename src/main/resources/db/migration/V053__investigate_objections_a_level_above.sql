-- Who objects may give a name and a way to be reached, both sealed, and a file. An objection belongs to a level above the
-- notice's until its term ends; whoever takes it on, what is found out, and every reading of the name stay on record.
ALTER TABLE certification_objection
    ADD COLUMN name_cipher     bytea,
    ADD COLUMN evidence_sha256 bytea REFERENCES document_content,
    ADD COLUMN evidence_name   text,
    ADD COLUMN address_digest  bytea,
    ADD COLUMN level           text,
    ADD COLUMN due_on          date,
    ADD COLUMN escalated_at    timestamptz,
    ADD COLUMN taken_by        uuid,
    ADD COLUMN taken_at        timestamptz,
    ADD CHECK ((evidence_sha256 IS NULL) = (evidence_name IS NULL)),
    ADD CHECK ((taken_by IS NULL) = (taken_at IS NULL));
COMMENT ON COLUMN certification_objection.address_digest IS 'keyed digest of the sender''s address, to count by; says nothing else';
CREATE INDEX certification_objection_open ON certification_objection (lodged_at, id) WHERE outcome IS NULL;
CREATE INDEX certification_objection_sender ON certification_objection (address_digest, lodged_at);

CREATE TABLE certification_objection_note (
    id           uuid PRIMARY KEY,
    objection_id uuid        NOT NULL REFERENCES certification_objection,
    account_id   uuid        NOT NULL,
    person_id    uuid        NOT NULL,
    text         text        NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
    at           timestamptz NOT NULL
);
CREATE INDEX ON certification_objection_note (objection_id, at);
CREATE TRIGGER certification_objection_note_append_only BEFORE UPDATE OR DELETE ON certification_objection_note
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
