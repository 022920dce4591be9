-- A report of sales by a Guangdong partner: one batch for each key and content, one answer for each row.
CREATE TABLE partner_batch (
    id           uuid PRIMARY KEY,
    partner_id   uuid        NOT NULL REFERENCES organisation,
    reference    text        NOT NULL,
    sha256       bytea       NOT NULL,
    rows         int         NOT NULL,
    accepted     int         NOT NULL,
    duplicate    int         NOT NULL,
    conflict     int         NOT NULL,
    rejected     int         NOT NULL,
    held         int         NOT NULL,
    gross_fen    bigint      NOT NULL,
    received_at  timestamptz NOT NULL,
    UNIQUE (partner_id, reference),
    CONSTRAINT partner_every_row_is_answered CHECK (accepted + duplicate + conflict + rejected + held = rows)
);
-- The ledger transactions that a batch was recorded in.
CREATE TABLE partner_batch_tx (
    batch_id uuid   NOT NULL REFERENCES partner_batch,
    tx_id    bigint NOT NULL REFERENCES ledger_tx,
    PRIMARY KEY (batch_id, tx_id)
);
CREATE TABLE partner_batch_row (
    batch_id    uuid NOT NULL REFERENCES partner_batch,
    row_no      int  NOT NULL,
    external_id text,
    status      text NOT NULL CHECK (status IN ('DUPLICATE','CONFLICT','REJECTED','HELD_CAPACITY')),
    code        text NOT NULL,
    field       text,
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
