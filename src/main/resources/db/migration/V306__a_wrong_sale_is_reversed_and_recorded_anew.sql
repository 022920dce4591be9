-- A sale that was recorded with a wrong quantity or amount: one person says what is right and why, another one lets it be reversed
-- and recorded anew, one to one. The wrong sale stays as it was.
CREATE TABLE sale_correction (
    id             uuid        PRIMARY KEY,
    number         bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    sale_id        uuid        NOT NULL REFERENCES sale,
    quantity       bigint      NOT NULL CHECK (quantity > 0),
    gross_fen      bigint      NOT NULL CHECK (gross_fen > 0),
    reason         text        NOT NULL CHECK (length(reason) BETWEEN 5 AND 200),
    state          text        NOT NULL DEFAULT 'ASKED' CHECK (state IN ('ASKED','APPROVED','REFUSED')),
    asked_by       uuid        NOT NULL,
    asked_person   uuid        NOT NULL,
    asked_at       timestamptz NOT NULL,
    decided_by     uuid,
    decided_person uuid,
    decided_at     timestamptz,
    -- The sale that stands in its place, and what took the wrong one back.
    new_sale_id    uuid UNIQUE REFERENCES sale,
    refund_id      uuid UNIQUE REFERENCES sale_refund,
    CONSTRAINT sale_correction_four_eyes CHECK (state <> 'APPROVED' OR decided_person <> asked_person),
    CHECK ((state = 'ASKED') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_person IS NULL)
           AND (decided_by IS NULL) = (decided_at IS NULL)),
    CHECK ((state = 'APPROVED') = (new_sale_id IS NOT NULL) AND (new_sale_id IS NULL) = (refund_id IS NULL))
);
CREATE UNIQUE INDEX sale_corrected_once ON sale_correction (sale_id) WHERE state <> 'REFUSED';
CREATE INDEX ON sale_correction (sale_id);

-- What was decided stays, and an approved correction is whole: all of the wrong sale is taken back by it, and what stands in its
-- place is of the same goods, door and moment.
CREATE FUNCTION sale_correction_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'ASKED' OR (OLD.id, OLD.sale_id, OLD.quantity, OLD.gross_fen, OLD.reason, OLD.asked_person)
            IS DISTINCT FROM (NEW.id, NEW.sale_id, NEW.quantity, NEW.gross_fen, NEW.reason, NEW.asked_person) THEN
        RAISE EXCEPTION 'a correction is decided once'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sale_correction_decided';
    END IF;
    IF NEW.state = 'APPROVED' AND NOT EXISTS (
            SELECT 1 FROM sale w JOIN sale_refund r ON r.id = NEW.refund_id AND r.sale_id = w.id
              JOIN sale n ON n.id = NEW.new_sale_id
             WHERE w.id = NEW.sale_id AND r.units = w.quantity AND r.amount_fen = w.gross_fen
               AND (n.source, n.product_id, n.organisation_id, n.channel, n.sold_at, n.quantity, n.gross_fen)
                 = (w.source, w.product_id, w.organisation_id, w.channel, w.sold_at, NEW.quantity, NEW.gross_fen)) THEN
        RAISE EXCEPTION 'a correction takes all back and records it anew'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sale_correction_whole';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sale_correction_is_whole BEFORE UPDATE OR DELETE ON sale_correction
    FOR EACH ROW EXECUTE FUNCTION sale_correction_is_whole();
