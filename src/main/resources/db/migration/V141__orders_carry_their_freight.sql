-- What delivery of an order cost, frozen when it was placed. The order's total is its lines and its freight.
ALTER TABLE order_part ADD COLUMN freight_fen bigint NOT NULL DEFAULT 0 CHECK (freight_fen >= 0 AND freight_fen < total_fen),
    ADD CONSTRAINT order_part_freight UNIQUE (id, freight_fen);

-- The posting by which a purchase's freight came to its suppliers; none where delivery was free.
ALTER TABLE order_purchase ADD COLUMN freight_tx bigint UNIQUE REFERENCES ledger_tx;

-- Freight that went back: all of an order's, once.
CREATE TABLE order_freight_refund (
    part_id     uuid        PRIMARY KEY,
    amount_fen  bigint      NOT NULL CHECK (amount_fen > 0),
    reference   text        NOT NULL,
    tx_id       bigint      NOT NULL UNIQUE REFERENCES ledger_tx,
    refunded_at timestamptz NOT NULL,
    CONSTRAINT order_freight_back_as_paid FOREIGN KEY (part_id, amount_fen) REFERENCES order_part (id, freight_fen)
);
CREATE INDEX ON order_freight_refund (reference);
CREATE TRIGGER order_freight_refund_append_only BEFORE UPDATE OR DELETE ON order_freight_refund
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER order_freight_refund_no_truncate BEFORE TRUNCATE ON order_freight_refund
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

-- Where an address lies, as far as freight asks.
ALTER TABLE order_address ADD COLUMN province text CHECK (province ~ '^\d\d0000$');

-- Freight that goes back with an approved claim, beside what goes back of the goods.
ALTER TABLE order_claim ADD COLUMN freight_fen bigint NOT NULL DEFAULT 0
    CHECK (freight_fen >= 0 AND (freight_fen = 0 OR state = 'APPROVED'));
