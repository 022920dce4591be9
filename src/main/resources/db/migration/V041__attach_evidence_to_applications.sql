-- What an applicant shows for what it says: each paper by its kind and the hash of its content. Taken out again only
-- before it was handed in; from then on it stays, and a newer paper stands beside it.
CREATE TABLE certification_evidence (
    id             uuid PRIMARY KEY,
    application_id uuid        NOT NULL REFERENCES certification_application,
    kind           text        NOT NULL CHECK (kind ~ '^[a-z][a-z0-9-]*$'),
    sha256         bytea       NOT NULL REFERENCES document_content,
    name           text        NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    expires_on     date,
    added_at       timestamptz NOT NULL,
    account_id     uuid        NOT NULL,
    person_id      uuid        NOT NULL,
    CONSTRAINT certification_evidence_once UNIQUE (application_id, kind, sha256)
);
CREATE INDEX ON certification_evidence (sha256);

CREATE FUNCTION certification_evidence_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE a certification_application;
BEGIN
    SELECT * INTO a FROM certification_application
     WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.application_id ELSE OLD.application_id END FOR SHARE;
    IF TG_OP = 'UPDATE' OR a.state NOT IN ('DRAFT','RETURNED')
       OR (TG_OP = 'DELETE' AND a.submitted_at IS NOT NULL AND OLD.added_at <= a.submitted_at) THEN
        RAISE EXCEPTION 'violates constraint "certification_evidence_is_kept"'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'certification_evidence_is_kept';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER certification_evidence_guard BEFORE INSERT OR UPDATE OR DELETE ON certification_evidence
    FOR EACH ROW EXECUTE FUNCTION certification_evidence_guard();
