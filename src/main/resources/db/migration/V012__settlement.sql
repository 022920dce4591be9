-- Crediting households: prepared by one person, approved by another, run in chunks that can be resumed.
CREATE TABLE settlement_run (
    id              uuid PRIMARY KEY,
    number          int GENERATED ALWAYS AS IDENTITY UNIQUE,
    -- The province whose pools are paid, by GB/T 2260.
    region          text        NOT NULL CHECK (region ~ '^\d{2}0000$'),
    -- Pools of this month of sale and of earlier ones that still hold money.
    month           int         NOT NULL,
    state           text        NOT NULL CHECK (state IN ('PREPARED','APPROVED','RUNNING','DONE','REJECTED')),
    -- The transaction horizon when it was prepared: later sales belong to the next run.
    to_xid          xid8        NOT NULL,
    chunk_size      int         NOT NULL CHECK (chunk_size > 0),
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
    CHECK (state NOT IN ('APPROVED','RUNNING','DONE') OR (approved_by IS NOT NULL AND approved_person IS NOT NULL)),
    CONSTRAINT settlement_ran_as_approved CHECK (state <> 'DONE' OR (executed_digest IS NOT NULL AND executed_digest = result_digest))
);
-- One run at a time may be on its way in a region.
CREATE UNIQUE INDEX settlement_one_open_run ON settlement_run (region) WHERE state IN ('PREPARED','APPROVED','RUNNING');

-- What a pool held at the horizon. CARRIED: nobody may be credited on the day, the money waits for the next run.
CREATE TABLE settlement_pool (
    run_id     uuid   NOT NULL REFERENCES settlement_run,
    pool_id    bigint NOT NULL REFERENCES sale_pool,
    -- The pool's place in the run: shares and chunks go by it.
    rank       int    NOT NULL CHECK (rank > 0),
    account_id bigint NOT NULL REFERENCES ledger_account,
    amount     bigint NOT NULL CHECK (amount > 0),
    -- The day on which membership and standing were looked at.
    day        date   NOT NULL,
    members    int    NOT NULL,
    weight     bigint NOT NULL,
    state      text   NOT NULL CHECK (state IN ('SHARED','CARRIED')),
    PRIMARY KEY (run_id, pool_id),
    UNIQUE (run_id, rank),
    CHECK ((state = 'SHARED') = (members > 0 AND weight > 0))
);
CREATE INDEX ON settlement_pool (pool_id);

-- The frozen shares: what each household of a pool gets and by which weight. A million rows a run: rows go in in the order of
-- the key, and what a foreign key would check here the ledger checks when it posts.
CREATE TABLE settlement_share (
    run_id       uuid   NOT NULL,
    pool_rank    int    NOT NULL,
    household_no bigint NOT NULL,
    account_id   bigint NOT NULL,
    weight       bigint NOT NULL CHECK (weight > 0),
    amount       bigint NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (run_id, pool_rank, household_no)
);
CREATE INDEX ON settlement_share (household_no, run_id);
CREATE TRIGGER settlement_share_append_only BEFORE UPDATE OR DELETE ON settlement_share
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER settlement_share_no_truncate BEFORE TRUNCATE ON settlement_share FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

-- A stretch of shares in the order of (pool, household), posted as one ledger transaction under the key run:<id>:chunk:<no>.
CREATE TABLE settlement_chunk (
    run_id     uuid   NOT NULL REFERENCES settlement_run,
    chunk_no   int    NOT NULL,
    state      text   NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN','DONE')),
    first_rank int    NOT NULL,
    first_no   bigint NOT NULL,
    last_rank  int    NOT NULL,
    last_no    bigint NOT NULL,
    -- Credits above nil, their sum, and the Merkle root over the digests of their records.
    n          int    NOT NULL,
    total      bigint NOT NULL,
    root       bytea  NOT NULL CHECK (length(root) = 32),
    tx_id      bigint UNIQUE REFERENCES ledger_tx,
    PRIMARY KEY (run_id, chunk_no),
    CONSTRAINT settlement_chunk_posted CHECK ((state = 'DONE' AND total > 0) = (tx_id IS NOT NULL))
) WITH (fillfactor = 50);
