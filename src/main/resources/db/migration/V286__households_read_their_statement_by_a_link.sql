-- A link by which a household reads its own statement on its own telephone: handed over by an officer, short-lived, known only by
-- the hash of what stands in it.
CREATE TABLE settlement_statement_link (
    token_hash   bytea       PRIMARY KEY CHECK (length(token_hash) = 32),
    household_id uuid        NOT NULL REFERENCES household,
    made_by      uuid        NOT NULL,
    made_at      timestamptz NOT NULL,
    until        timestamptz NOT NULL,
    opened       int         NOT NULL DEFAULT 0,
    CONSTRAINT settlement_link_is_short_lived CHECK (until > made_at AND until <= made_at + interval '7 days')
);
CREATE INDEX ON settlement_statement_link (household_id, made_at);
