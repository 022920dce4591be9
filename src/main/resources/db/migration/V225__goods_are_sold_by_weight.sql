-- Goods no two of which weigh the same are paid for by the weight that is certified of one, and packed by the scales.
ALTER TABLE catalogue_listing ADD COLUMN weighed boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT catalogue_weighed_by_the_tenth_kilogram
        CHECK (NOT weighed OR coalesce(net_weight_grams > 0 AND net_weight_grams % 100 = 0, false));

-- What one weighs by order, frozen with its price; null where pieces are sold and not weight.
ALTER TABLE order_line ADD COLUMN unit_grams bigint CHECK (unit_grams > 0);

-- What the pieces of a line in a parcel weighed together.
ALTER TABLE order_parcel_line ADD COLUMN grams bigint CHECK (grams > 0);

-- Goods sold by weight are weighed, and sent with at least four fifths of it, whoever writes; other goods are not weighed.
CREATE FUNCTION order_weighed_when_packed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one bigint;
BEGIN
    SELECT unit_grams INTO one FROM order_line WHERE part_id = NEW.part_id AND line_no = NEW.line_no;
    IF (one IS NULL) <> (NEW.grams IS NULL) OR NEW.grams * 100 < NEW.quantity * one * 80 THEN
        RAISE EXCEPTION 'goods sold by weight are weighed when they are packed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'order_weighed_when_packed', TABLE = 'order_parcel_line';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER order_weighed_when_packed BEFORE INSERT ON order_parcel_line
    FOR EACH ROW EXECUTE FUNCTION order_weighed_when_packed();

-- What was paid back for weight that a parcel lacked: once for each line in it, to the buyer; beside it a coupon's source
-- has its own part back.
CREATE TABLE order_weight_refund (
    parcel_id   uuid        NOT NULL,
    line_no     int         NOT NULL,
    part_id     uuid        NOT NULL,
    amount_fen  bigint      NOT NULL CHECK (amount_fen > 0),
    refunded_at timestamptz NOT NULL,
    PRIMARY KEY (parcel_id, line_no),
    FOREIGN KEY (parcel_id, line_no) REFERENCES order_parcel_line (parcel_id, line_no),
    FOREIGN KEY (part_id, line_no) REFERENCES order_line
);
CREATE INDEX ON order_weight_refund (part_id, line_no);
CREATE TRIGGER order_weight_refund_append_only BEFORE UPDATE OR DELETE ON order_weight_refund
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();

-- Of each line sold by weight what was ordered, what went out by the scales, what of each parcel was missing (what is too
-- much in one parcel is a gift and makes up for nothing in another), and what was paid back for it.
CREATE VIEW order_line_weight AS
SELECT l.part_id, l.line_no, l.quantity * l.unit_grams AS ordered_grams, w.packed_grams, w.missing_grams,
       coalesce((SELECT sum(r.amount_fen) FROM order_weight_refund r
                  WHERE r.part_id = l.part_id AND r.line_no = l.line_no), 0)::bigint AS back_fen
  FROM order_line l
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(c.grams), 0)::bigint AS packed_grams,
              coalesce(sum(greatest(0, c.quantity * l.unit_grams - c.grams)), 0)::bigint AS missing_grams
         FROM order_parcel_line c WHERE c.part_id = l.part_id AND c.line_no = l.line_no) w
 WHERE l.unit_grams IS NOT NULL;

-- What went back of an order so far: what was claimed, with its freight, and what was missing at the scales.
CREATE OR REPLACE FUNCTION order_went_back(part uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (coalesce((SELECT sum(c.approved_fen + c.freight_fen) FROM order_claim c
                       WHERE c.part_id = part AND c.state = 'APPROVED'), 0)
          + coalesce((SELECT sum(w.amount_fen) FROM order_weight_refund w WHERE w.part_id = part), 0))::bigint
$$;
