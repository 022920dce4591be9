-- A bank's statement as it was uploaded: looked at first, taken in once.
CREATE TABLE payment_statement (
    id             uuid PRIMARY KEY,
    sha256         bytea       NOT NULL CONSTRAINT payment_statement_once UNIQUE,
    file_name      text        NOT NULL,
    content_cipher bytea       NOT NULL,
    uploaded_by    uuid        NOT NULL,
    uploaded_at    timestamptz NOT NULL,
    taken_by       uuid,
    taken_at       timestamptz,
    CHECK ((taken_by IS NULL) = (taken_at IS NULL))
);

-- Money that came by transfer, once by the bank's own number. Who paid it, from where and for what is sealed.
CREATE TABLE payment_transfer (
    id           uuid PRIMARY KEY,
    statement_id uuid        NOT NULL REFERENCES payment_statement,
    line_no      int         NOT NULL,
    bank_ref     text        NOT NULL CONSTRAINT payment_transfer_once UNIQUE,
    booked_on    date        NOT NULL,
    amount_fen   bigint      NOT NULL CHECK (amount_fen > 0),
    payer_cipher bytea       NOT NULL,
    payer_masked text        NOT NULL,
    code         text,
    intent_id    uuid REFERENCES payment_intent,
    -- WAITING for a decision; PART of a payment whose rest is yet to come; PAID: a payment has it; then what goes back of it.
    state        text        NOT NULL CHECK (state IN ('WAITING', 'PART', 'PAID', 'RETURNING', 'RETURNED')),
    why          text        NOT NULL CHECK (why IN ('EXACT', 'UNMATCHED', 'SHORT', 'OVER', 'DOUBLE')),
    -- The one with which its payment is complete.
    settles      boolean     NOT NULL DEFAULT false,
    return_fen   bigint      NOT NULL DEFAULT 0 CHECK (return_fen BETWEEN 0 AND amount_fen),
    taken_at     timestamptz NOT NULL,
    CHECK ((state IN ('RETURNING', 'RETURNED')) = (return_fen > 0)),
    CHECK (state NOT IN ('PART', 'PAID') OR intent_id IS NOT NULL),
    CHECK (NOT settles OR intent_id IS NOT NULL)
);
CREATE UNIQUE INDEX payment_transfer_settles_once ON payment_transfer (intent_id) WHERE settles;
CREATE INDEX payment_transfer_open ON payment_transfer (id) WHERE state IN ('WAITING', 'PART');
CREATE INDEX ON payment_transfer (intent_id);
CREATE INDEX ON payment_transfer (statement_id);

-- Money that people at the bank send back, of a transfer or for a refund: one asks, another approves and says under which
-- number the bank sent it.
CREATE TABLE payment_return (
    id              uuid PRIMARY KEY,
    transfer_id     uuid CONSTRAINT payment_return_of_transfer_once UNIQUE REFERENCES payment_transfer,
    refund_id       uuid CONSTRAINT payment_return_of_refund_once UNIQUE REFERENCES payment_refund,
    amount_fen      bigint      NOT NULL CHECK (amount_fen > 0),
    reason          text        NOT NULL,
    asked_by        uuid        NOT NULL,
    asked_person    uuid        NOT NULL,
    asked_at        timestamptz NOT NULL,
    approved_by     uuid,
    approved_person uuid,
    approved_at     timestamptz,
    bank_ref        text CONSTRAINT payment_return_sent_once UNIQUE,
    CHECK (num_nonnulls(transfer_id, refund_id) = 1),
    CHECK (num_nonnulls(approved_by, approved_person, approved_at, bank_ref) IN (0, 4)),
    CONSTRAINT payment_return_four_eyes CHECK (approved_by <> asked_by AND approved_person <> asked_person)
);
CREATE INDEX payment_return_open ON payment_return (id) WHERE approved_at IS NULL;
