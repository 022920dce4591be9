-- Goods may be sold until a day and sent within a window of days. An order keeps the window it was sold with; goods of one
-- supplier with another window, or with none, are another order of the same purchase.
ALTER TABLE catalogue_listing
    ADD COLUMN presale_until date,
    ADD COLUMN presale_from  date,
    ADD COLUMN presale_to    date,
    ADD CONSTRAINT catalogue_presale CHECK (num_nulls(presale_until, presale_from, presale_to) IN (0, 3)
        AND (presale_from IS NULL OR (presale_from <= presale_to AND presale_until <= presale_to)));

ALTER TABLE order_part
    ADD COLUMN send_from date,
    ADD COLUMN send_to   date,
    ADD COLUMN late_since timestamptz,
    ADD CONSTRAINT order_window CHECK (num_nulls(send_from, send_to) IN (0, 2) AND (send_from IS NULL OR send_from <= send_to)),
    ADD CONSTRAINT order_late_of_a_window CHECK (late_since IS NULL OR send_to IS NOT NULL),
    DROP CONSTRAINT order_part_purchase_id_organisation_id_key,
    ADD CONSTRAINT order_part_once UNIQUE NULLS NOT DISTINCT (purchase_id, organisation_id, send_from, send_to);

-- In which days it was to be sent when its owner looked at it: another window is said before it is bought.
ALTER TABLE order_cart_line
    ADD COLUMN seen_send_from date,
    ADD COLUMN seen_send_to   date,
    ADD CONSTRAINT order_cart_window CHECK (num_nulls(seen_send_from, seen_send_to) IN (0, 2));

CREATE FUNCTION order_window_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an order keeps the window it was sold with'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'order_window_is_frozen';
END $$;
CREATE TRIGGER order_window_is_frozen BEFORE UPDATE OF send_from, send_to ON order_part FOR EACH ROW
    WHEN ((OLD.send_from, OLD.send_to) IS DISTINCT FROM (NEW.send_from, NEW.send_to))
    EXECUTE FUNCTION order_window_is_frozen();

-- What the sweep for those not sent in time reads, and the supplier's list by the day from which it is sent.
CREATE INDEX order_part_late ON order_part (send_to) WHERE state = 'PAID' AND late_since IS NULL AND send_to IS NOT NULL;
CREATE INDEX order_part_later ON order_part (organisation_id, send_from, id) WHERE state = 'PAID' AND send_from IS NOT NULL;
