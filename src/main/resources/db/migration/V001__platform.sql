-- Answers kept for writes that move money or stock: the same key gives the same answer, another body under it is refused.
CREATE TABLE platform_idempotency (
    scope          text        NOT NULL,
    key            text        NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    request_sha256 bytea       NOT NULL,
    status         int,
    body           text,
    created_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, key)
);

-- Who did what, when, to which thing; written in the transaction of the deed itself, never changed.
CREATE TABLE platform_audit (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           timestamptz NOT NULL,
    account_id   uuid,
    person_id    uuid,
    role         text,
    action       text        NOT NULL,
    subject_kind text        NOT NULL,
    subject_id   text        NOT NULL,
    detail       jsonb       NOT NULL DEFAULT '{}'
);
CREATE INDEX ON platform_audit (subject_kind, subject_id, id);
CREATE INDEX ON platform_audit (account_id, id);

CREATE FUNCTION platform_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER platform_audit_append_only BEFORE UPDATE OR DELETE ON platform_audit
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER platform_audit_no_truncate BEFORE TRUNCATE ON platform_audit
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

-- Small facts about this installation: how far the demo world is loaded, for instance.
CREATE TABLE platform_fact (
    name  text PRIMARY KEY,
    value text        NOT NULL,
    at    timestamptz NOT NULL DEFAULT now()
);
