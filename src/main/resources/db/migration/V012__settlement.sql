-- Crediting households: prepared by one person, approved by another, run in chunks that can be resumed.
CREATE TABLE settlement_run (
    id              uuid PRIMARY KEY,
    number          int GENERATED ALWAYS AS IDENTITY UNIQUE,
    region          text        NOT NULL,
    month           int         NOT NULL,
    state           text        NOT NULL CHECK (state IN ('PREPARED','APPROVED','RUNNING','DONE','REJECTED')),
    to_xid          xid8        NOT NULL,
    input_digest    bytea       NOT NULL,
    result_digest   bytea       NOT NULL,
    executed_digest bytea,
    total_fen       bigint      NOT NULL CHECK (total_fen >= 0),
    households      int         NOT NULL,
    prepared_by     uuid        NOT NULL,
    prepared_person uuid        NOT NULL,
    prepared_at     timestamptz NOT NULL,
    approved_by     uuid,
    approved_person uuid,
    approved_at     timestamptz,
    finished_at     timestamptz,
    CONSTRAINT settlement_four_eyes CHECK (approved_person IS NULL OR approved_person <> prepared_person),
    CHECK (state NOT IN ('APPROVED','RUNNING','DONE') OR approved_by IS NOT NULL),
    CONSTRAINT settlement_ran_as_approved CHECK (state <> 'DONE' OR executed_digest = result_digest)
);
-- One run at a time may be on its way in a region.
CREATE UNIQUE INDEX settlement_one_open_run ON settlement_run (region) WHERE state IN ('PREPARED','APPROVED','RUNNING');

CREATE TABLE settlement_pool (
    run_id     uuid   NOT NULL REFERENCES settlement_run,
    pool_id    bigint NOT NULL REFERENCES sale_pool,
    amount     bigint NOT NULL CHECK (amount >= 0),
    members    int    NOT NULL,
    state      text   NOT NULL CHECK (state IN ('SHARED','CARRIED')),
    PRIMARY KEY (run_id, pool_id)
);
-- The frozen shares: what each household of a pool gets and by which weight.
CREATE TABLE settlement_share (
    run_id       uuid   NOT NULL REFERENCES settlement_run,
    pool_id      bigint NOT NULL,
    household_id uuid   NOT NULL,
    household_no bigint NOT NULL,
    account_id   bigint NOT NULL REFERENCES ledger_account,
    weight       bigint NOT NULL CHECK (weight > 0),
    amount       bigint NOT NULL CHECK (amount >= 0),
    chunk_no     int    NOT NULL,
    PRIMARY KEY (run_id, pool_id, household_id)
);
CREATE INDEX ON settlement_share (run_id, chunk_no);
CREATE INDEX ON settlement_share (household_id, run_id);

CREATE TABLE settlement_chunk (
    run_id   uuid NOT NULL REFERENCES settlement_run,
    chunk_no int  NOT NULL,
    state    text NOT NULL CHECK (state IN ('OPEN','DONE')),
    n        int  NOT NULL,
    total    bigint NOT NULL,
    tx_id    bigint REFERENCES ledger_tx,
    PRIMARY KEY (run_id, chunk_no),
    CHECK ((state = 'DONE') = (tx_id IS NOT NULL))
) WITH (fillfactor = 50);
