-- Money that goes back to a payer: asked for once under a reference, sent by the provider, true only once the provider has
-- said so. What was asked for and what went back together are never more than what was captured.
ALTER TABLE payment_intent ADD COLUMN refunding_fen bigint NOT NULL DEFAULT 0 CHECK (refunding_fen >= 0);
ALTER TABLE payment_intent ADD CONSTRAINT payment_refunded_within_captured CHECK (refunded_fen + refunding_fen <= amount_fen);

CREATE TABLE payment_refund (
    id         uuid PRIMARY KEY,
    intent_id  uuid        NOT NULL REFERENCES payment_intent,
    reference  text        NOT NULL CONSTRAINT payment_refunded_once UNIQUE,
    amount_fen bigint      NOT NULL CHECK (amount_fen > 0),
    -- FAILED: the provider could not; the money is still owed, and somebody asks again.
    state      text        NOT NULL CHECK (state IN ('DUE','DONE','FAILED')),
    asked_at   timestamptz NOT NULL,
    -- When the provider was last asked, and how often.
    sent_at    timestamptz,
    tries      int         NOT NULL DEFAULT 0,
    done_at    timestamptz,
    CHECK ((state = 'DONE') = (done_at IS NOT NULL))
);
CREATE INDEX ON payment_refund (intent_id);
CREATE INDEX payment_refund_due ON payment_refund (sent_at) WHERE state = 'DUE';
-- What the provider reported of a refund names it.
ALTER TABLE payment_callback ADD COLUMN refund_id uuid REFERENCES payment_refund;

-- Money that came too late used to go back without being noted on its own.
INSERT INTO payment_refund (id, intent_id, reference, amount_fen, state, asked_at, done_at)
SELECT uuidv7(), id, 'late:' || id, amount_fen, 'DONE', captured_at, captured_at FROM payment_intent
 WHERE state = 'REFUNDED' AND captured_at IS NOT NULL;
INSERT INTO payment_refund (id, intent_id, reference, amount_fen, state, asked_at)
SELECT uuidv7(), id, 'late:' || id, amount_fen, 'DUE', now() FROM payment_intent WHERE state = 'REFUND_DUE';
UPDATE payment_intent SET refunding_fen = amount_fen WHERE state = 'REFUND_DUE';
