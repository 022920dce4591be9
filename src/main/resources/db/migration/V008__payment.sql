-- An amount to be paid by one provider; the subject is whatever asked for it (a purchase).
CREATE TABLE payment_intent (
    id           uuid PRIMARY KEY,
    subject      uuid        NOT NULL,
    provider     text        NOT NULL,
    amount_fen   bigint      NOT NULL CHECK (amount_fen > 0),
    currency     text        NOT NULL DEFAULT 'CNY' CHECK (currency = 'CNY'),
    state        text        NOT NULL CHECK (state IN ('PENDING','CAPTURED','FAILED','CANCELLED','REFUND_DUE','REFUNDED')),
    provider_ref text,
    created_at   timestamptz NOT NULL,
    captured_at  timestamptz,
    refunded_fen bigint      NOT NULL DEFAULT 0 CHECK (refunded_fen BETWEEN 0 AND amount_fen),
    UNIQUE (provider, provider_ref)
);
CREATE UNIQUE INDEX payment_captured_once ON payment_intent (subject) WHERE state = 'CAPTURED';

-- Each callback as it came, once by (provider, event).
CREATE TABLE payment_callback (
    provider    text        NOT NULL,
    event_id    text        NOT NULL,
    intent_id   uuid        NOT NULL REFERENCES payment_intent,
    kind        text        NOT NULL,
    amount_fen  bigint      NOT NULL,
    received_at timestamptz NOT NULL,
    outcome     text        NOT NULL,
    PRIMARY KEY (provider, event_id)
);
