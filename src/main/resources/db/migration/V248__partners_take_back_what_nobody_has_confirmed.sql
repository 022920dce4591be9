-- What a partner reported by mistake is taken back while its supplier has not confirmed it, and never afterwards.
ALTER TABLE sale DROP CONSTRAINT sale_status_check,
    ADD CONSTRAINT sale_status_check CHECK (status IN ('COUNTED', 'REPORTED', 'UNCERTIFIED', 'WITHDRAWN'));

CREATE OR REPLACE FUNCTION sale_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - 'status' <> to_jsonb(NEW) - 'status' OR OLD.status <> 'REPORTED'
       OR NEW.status NOT IN ('COUNTED', 'WITHDRAWN') THEN
        RAISE EXCEPTION 'a recorded sale is frozen' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sale_is_frozen';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION sale_refund_within_sale() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE s sale; within boolean;
BEGIN
    SELECT * INTO s FROM sale WHERE id = NEW.sale_id FOR UPDATE;
    SELECT sum(units) <= s.quantity AND sum(fee_fen) <= s.fee_fen AND sum(floor_fen) <= s.floor_fen
           AND sum(dividend_fen) <= s.dividend_fen AND sum(supplier_fen) <= s.supplier_fen
           AND sum(shortfall_fen) <= s.shortfall_fen INTO within
      FROM sale_refund WHERE sale_id = NEW.sale_id;
    IF s.status NOT IN ('COUNTED', 'WITHDRAWN') OR NOT within THEN
        RAISE EXCEPTION 'more would be refunded than was sold' USING ERRCODE = 'check_violation', CONSTRAINT = 'sale_refund_within_sale';
    END IF;
    RETURN NULL;
END $$;
