-- Which day was chosen in the cart.
ALTER TABLE order_cart_line ADD COLUMN day date;

-- An order of a service is for a day, and keeps until when its buyer cancels it for nothing. It is not sent, so that nothing
-- is paid for delivery; services of one supplier for another day, or on other terms, are another order of the purchase.
ALTER TABLE order_part
    ADD COLUMN visit_on     date,
    ADD COLUMN cancel_until timestamptz,
    ADD CONSTRAINT order_visit CHECK (num_nulls(visit_on, cancel_until) IN (0, 2)),
    ADD CONSTRAINT order_visit_not_sent CHECK (visit_on IS NULL OR (freight_fen = 0 AND send_from IS NULL AND state <> 'SHIPPED')),
    DROP CONSTRAINT order_part_once,
    ADD CONSTRAINT order_part_once UNIQUE NULLS NOT DISTINCT
        (purchase_id, organisation_id, send_from, send_to, visit_on, cancel_until);

CREATE FUNCTION order_visit_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an order keeps the day it was sold for'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'order_visit_is_frozen';
END $$;
CREATE TRIGGER order_visit_is_frozen BEFORE UPDATE OF visit_on, cancel_until ON order_part FOR EACH ROW
    WHEN ((OLD.visit_on, OLD.cancel_until) IS DISTINCT FROM (NEW.visit_on, NEW.cancel_until))
    EXECUTE FUNCTION order_visit_is_frozen();

-- The supplier's guests by their day, and those whose day is long over.
CREATE INDEX order_part_guests ON order_part (organisation_id, visit_on, id) WHERE state = 'PAID' AND visit_on IS NOT NULL;
CREATE INDEX order_part_visited ON order_part (visit_on) WHERE state = 'PAID' AND visit_on IS NOT NULL;
