-- Money that goes back: a refund of a recorded sale takes back part of every leg of it. One posting may be taken back in
-- many steps, and a purchase's lines share one posting, so a transaction may be named by more than one reversal.
ALTER TABLE ledger_tx DROP CONSTRAINT ledger_tx_reverses_tx_key;
CREATE INDEX ON ledger_tx (reverses_tx) WHERE reverses_tx IS NOT NULL;

-- What an open settlement run has frozen of a pool: a refund may not touch it any more.
ALTER TABLE sale_pool ADD COLUMN frozen_fen bigint NOT NULL DEFAULT 0 CHECK (frozen_fen >= 0);
UPDATE sale_pool p SET frozen_fen = q.amount FROM settlement_pool q
  JOIN settlement_run r ON r.id = q.run_id AND r.state IN ('PREPARED', 'APPROVED', 'RUNNING')
 WHERE q.pool_id = p.id AND q.state = 'SHARED';

-- A refund of a sale in units and fen, named by its source and external id; its legs are those of the sale. Units may be
-- nil: part of the price went back and the goods stayed sold.
CREATE TABLE sale_refund (
    id            uuid PRIMARY KEY,
    source        text        NOT NULL,
    external_id   text        NOT NULL,
    sale_id       uuid        NOT NULL REFERENCES sale,
    units         bigint      NOT NULL CHECK (units >= 0),
    amount_fen    bigint      NOT NULL CHECK (amount_fen > 0),
    fee_fen       bigint      NOT NULL CHECK (fee_fen >= 0),
    floor_fen     bigint      NOT NULL CHECK (floor_fen >= 0),
    dividend_fen  bigint      NOT NULL CHECK (dividend_fen >= 0),
    supplier_fen  bigint      NOT NULL CHECK (supplier_fen >= 0),
    -- What the supplier need not fund any more of the floor that the sale could not bear.
    shortfall_fen bigint      NOT NULL CHECK (shortfall_fen >= 0),
    refunded_at   timestamptz NOT NULL,
    tx_id         bigint      NOT NULL UNIQUE REFERENCES ledger_tx,
    CONSTRAINT sale_refunded_once UNIQUE (source, external_id),
    CONSTRAINT sale_refund_legs_add_up CHECK (fee_fen + floor_fen + dividend_fen + supplier_fen = amount_fen)
);
CREATE INDEX ON sale_refund (sale_id);
CREATE TRIGGER sale_refund_append_only BEFORE UPDATE OR DELETE ON sale_refund FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER sale_refund_no_truncate BEFORE TRUNCATE ON sale_refund FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

-- Never more than a leg or a unit of the sale, whoever writes: the sale's row is locked before its refunds are summed.
CREATE FUNCTION sale_refund_within_sale() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE s sale; within boolean;
BEGIN
    SELECT * INTO s FROM sale WHERE id = NEW.sale_id FOR UPDATE;
    SELECT sum(units) <= s.quantity AND sum(fee_fen) <= s.fee_fen AND sum(floor_fen) <= s.floor_fen
           AND sum(dividend_fen) <= s.dividend_fen AND sum(supplier_fen) <= s.supplier_fen
           AND sum(shortfall_fen) <= s.shortfall_fen INTO within
      FROM sale_refund WHERE sale_id = NEW.sale_id;
    IF s.status <> 'COUNTED' OR NOT within THEN
        RAISE EXCEPTION 'more would be refunded than was sold' USING ERRCODE = 'check_violation', CONSTRAINT = 'sale_refund_within_sale';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER sale_refund_within_sale AFTER INSERT ON sale_refund FOR EACH ROW EXECUTE FUNCTION sale_refund_within_sale();

-- The legs of each refund.
CREATE VIEW sale_refund_split AS
SELECT r.id AS refund_id, r.sale_id, r.tx_id, l.leg, l.amount
  FROM sale_refund r
 CROSS JOIN LATERAL (VALUES ('FEE', r.fee_fen), ('FLOOR', r.floor_fen), ('DIVIDEND', r.dividend_fen),
        ('SUPPLIER', r.supplier_fen), ('SHORTFALL', r.shortfall_fen)) AS l(leg, amount);
