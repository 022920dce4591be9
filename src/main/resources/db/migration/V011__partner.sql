-- A report of sales by a Guangdong partner: one batch for each key and content, one answer for each row. It is recorded
-- in chunks, each with its rows in one transaction; a delivery that broke off goes on behind the bytes already recorded.
CREATE TABLE partner_batch (
    id            uuid PRIMARY KEY,
    partner_id    uuid        NOT NULL REFERENCES organisation,
    reference     text        NOT NULL CHECK (length(reference) BETWEEN 1 AND 200),
    state         text        NOT NULL DEFAULT 'RECEIVING' CHECK (state IN ('RECEIVING','DONE')),
    -- The content: of all of it once it is done, of the first done_bytes until then.
    sha256        bytea       NOT NULL,
    done_bytes    bigint      NOT NULL DEFAULT 0,
    rows          int         NOT NULL DEFAULT 0,
    accepted      int         NOT NULL DEFAULT 0,
    duplicate     int         NOT NULL DEFAULT 0,
    conflict      int         NOT NULL DEFAULT 0,
    rejected      int         NOT NULL DEFAULT 0,
    held          int         NOT NULL DEFAULT 0,
    -- What the accepted rows come to.
    gross_fen     bigint      NOT NULL DEFAULT 0,
    received_at   timestamptz NOT NULL,
    finished_at   timestamptz,
    CONSTRAINT partner_batch_reference_used UNIQUE (partner_id, reference),
    CONSTRAINT partner_every_row_is_answered CHECK (accepted + duplicate + conflict + rejected + held = rows),
    CHECK ((state = 'DONE') = (finished_at IS NOT NULL))
);
CREATE INDEX ON partner_batch (partner_id, received_at DESC, id DESC);

-- A stretch of rows recorded together; tx_id is null where none of them was accepted.
CREATE TABLE partner_batch_chunk (
    batch_id  uuid NOT NULL REFERENCES partner_batch,
    first_row int  NOT NULL,
    last_row  int  NOT NULL CHECK (last_row >= first_row),
    tx_id     bigint UNIQUE REFERENCES ledger_tx,
    PRIMARY KEY (batch_id, first_row)
);

-- The rows that were not accepted, each with its reason.
CREATE TABLE partner_batch_row (
    batch_id    uuid NOT NULL REFERENCES partner_batch,
    row_no      int  NOT NULL,
    external_id text,
    status      text NOT NULL CHECK (status IN ('DUPLICATE','CONFLICT','REJECTED','HELD_CAPACITY')),
    code        text NOT NULL,
    PRIMARY KEY (batch_id, row_no)
);

-- The supplier's word that it delivered what a partner reported: only then can the money be paid out.
CREATE TABLE partner_confirmation (
    batch_id        uuid        NOT NULL REFERENCES partner_batch,
    organisation_id uuid        NOT NULL REFERENCES organisation,
    confirmed_by    uuid        NOT NULL,
    confirmed_at    timestamptz NOT NULL,
    sales           bigint      NOT NULL CHECK (sales > 0),
    moved_fen       bigint      NOT NULL,
    -- Null where the sales had nothing for households in them.
    tx_id           bigint REFERENCES ledger_tx,
    PRIMARY KEY (batch_id, organisation_id)
);
