-- A bank's answer to a batch: taken in whole or not at all, each file once.
CREATE TABLE settlement_payout_result (
    id             uuid PRIMARY KEY,
    batch_id       uuid        NOT NULL REFERENCES settlement_payout,
    sha256         bytea       NOT NULL CHECK (length(sha256) = 32),
    file_name      text        NOT NULL CHECK (length(file_name) <= 200),
    content_cipher bytea       NOT NULL,
    state          text        NOT NULL DEFAULT 'TAKING' CHECK (state IN ('TAKING','DONE')),
    rows           int         NOT NULL,
    paid           int         NOT NULL,
    failed         int         NOT NULL,
    returned       int         NOT NULL,
    -- Rows that say again what was known.
    known          int         NOT NULL,
    taken_by       uuid        NOT NULL,
    taken_at       timestamptz NOT NULL,
    done_at        timestamptz,
    CONSTRAINT settlement_payout_result_once UNIQUE (sha256),
    CHECK (rows = paid + failed + returned + known AND (state = 'DONE') = (done_at IS NOT NULL))
);
CREATE UNIQUE INDEX settlement_payout_one_result_at_a_time ON settlement_payout_result (batch_id) WHERE state = 'TAKING';
CREATE INDEX ON settlement_payout_result (batch_id, taken_at);

-- What it says of an item that was not known: booked in stretches under the keys payout:<batch>:result:<id>:<no>:<outcome>.
CREATE TABLE settlement_payout_result_row (
    result_id uuid    NOT NULL REFERENCES settlement_payout_result,
    row_no    int     NOT NULL,
    chunk_no  int     NOT NULL,
    item_id   uuid    NOT NULL REFERENCES settlement_payout_item,
    outcome   text    NOT NULL CHECK (outcome IN ('PAID','FAILED','RETURNED')),
    reason    text    CHECK (length(reason) <= 100),
    done      boolean NOT NULL DEFAULT false,
    PRIMARY KEY (result_id, row_no),
    UNIQUE (result_id, item_id)
);
