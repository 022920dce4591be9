-- What a coupon took off a purchase, as it was sold, whatever becomes of its programme.
ALTER TABLE order_purchase
    ADD COLUMN coupon_id     uuid REFERENCES promotion_programme,
    ADD COLUMN coupon_zh     text,
    ADD COLUMN coupon_en     text,
    ADD COLUMN discount_fen  bigint NOT NULL DEFAULT 0 CHECK (discount_fen >= 0),
    -- Whose money makes up for it, as the ledger names the source; null where the supplier gave a lower price.
    ADD COLUMN subsidy_payer text,
    ADD COLUMN subsidy_tx    bigint UNIQUE REFERENCES ledger_tx,
    ADD CONSTRAINT order_discount_by_coupon CHECK ((coupon_id IS NOT NULL) = (discount_fen > 0)
        AND (coupon_id IS NOT NULL) = (coupon_zh IS NOT NULL) AND (coupon_zh IS NULL) = (coupon_en IS NULL)
        AND (subsidy_payer IS NULL OR discount_fen > 0) AND (subsidy_tx IS NULL OR subsidy_payer IS NOT NULL));

-- A line's share of it; no line is ever free. What somebody else pays for it is all of the share or nothing.
ALTER TABLE order_line
    ADD COLUMN discount_fen bigint NOT NULL DEFAULT 0,
    ADD COLUMN subsidy_fen  bigint NOT NULL DEFAULT 0,
    ADD CONSTRAINT order_line_costs_something CHECK (discount_fen >= 0 AND discount_fen < amount_fen),
    ADD CONSTRAINT order_line_subsidised_whole CHECK (subsidy_fen IN (0, discount_fen));

-- Subsidy that went back to its source with a refund of the line.
CREATE TABLE order_subsidy_refund (
    part_id     uuid        NOT NULL,
    line_no     int         NOT NULL,
    reference   text        NOT NULL,
    amount_fen  bigint      NOT NULL CHECK (amount_fen > 0),
    tx_id       bigint      NOT NULL REFERENCES ledger_tx,
    refunded_at timestamptz NOT NULL,
    PRIMARY KEY (part_id, line_no, reference),
    FOREIGN KEY (part_id, line_no) REFERENCES order_line
);
CREATE INDEX ON order_subsidy_refund (reference);
CREATE TRIGGER order_subsidy_refund_append_only BEFORE UPDATE OR DELETE ON order_subsidy_refund
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER order_subsidy_refund_no_truncate BEFORE TRUNCATE ON order_subsidy_refund
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

-- Never more than was given for the line, whoever writes: the line's row is locked before what went back is summed.
CREATE FUNCTION order_subsidy_within_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE given bigint;
BEGIN
    SELECT subsidy_fen INTO given FROM order_line WHERE part_id = NEW.part_id AND line_no = NEW.line_no FOR UPDATE;
    IF (SELECT sum(amount_fen) FROM order_subsidy_refund WHERE part_id = NEW.part_id AND line_no = NEW.line_no) > given THEN
        RAISE EXCEPTION 'more subsidy would go back than was given'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'order_subsidy_within_line';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER order_subsidy_within_line AFTER INSERT ON order_subsidy_refund
    FOR EACH ROW EXECUTE FUNCTION order_subsidy_within_line();
