-- A buyer chooses how to pay, and may choose again: each choice is a payment of its own, and one of them is open.
ALTER TABLE payment_intent
    -- When the provider was asked for the money: written before it is called, so that no order there is unknown here.
    ADD COLUMN asked_at      timestamptz,
    -- Where the payer pays: a link, or what a QR code says.
    ADD COLUMN pay_link      text,
    -- When the provider was last asked what became of it, and when it answered that nothing more comes.
    ADD COLUMN queried_at    timestamptz,
    ADD COLUMN closed_at     timestamptz,
    -- What a bank transfer names, readable over a telephone.
    ADD COLUMN transfer_code text CONSTRAINT payment_transfer_code_once UNIQUE,
    ADD CONSTRAINT payment_transfer_has_code CHECK (provider <> 'bank' OR asked_at IS NULL OR transfer_code IS NOT NULL);
CREATE UNIQUE INDEX payment_open_once ON payment_intent (subject) WHERE state = 'PENDING';
CREATE INDEX payment_intent_subject ON payment_intent (subject);
CREATE INDEX payment_silent ON payment_intent (queried_at NULLS FIRST)
 WHERE asked_at IS NOT NULL AND closed_at IS NULL AND state IN ('PENDING', 'CANCELLED', 'FAILED')
   AND provider NOT IN ('bank', 'sandbox');

-- What a provider signed and we did not believe: another amount, currency, order or merchant. Kept for whoever looks into it.
CREATE TABLE payment_callback_refused (
    id          uuid PRIMARY KEY,
    provider    text        NOT NULL,
    event_id    text        NOT NULL,
    intent_id   uuid        NOT NULL,
    kind        text        NOT NULL,
    amount_fen  bigint      NOT NULL,
    currency    text        NOT NULL,
    why         text        NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT payment_callback_refused_once UNIQUE (provider, event_id, intent_id, amount_fen, currency)
);
CREATE TRIGGER payment_callback_refused_append_only BEFORE UPDATE OR DELETE ON payment_callback_refused
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER payment_callback_refused_no_truncate BEFORE TRUNCATE ON payment_callback_refused
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
