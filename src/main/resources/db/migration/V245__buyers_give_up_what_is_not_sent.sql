-- Before it is sent a buyer gives up an order or some pieces of it; what was given up, like what was missing, is not due.
CREATE OR REPLACE VIEW order_line_way AS
SELECT l.part_id, l.line_no, w.sent, greatest(0, l.quantity - w.sent - w.missing) AS due
  FROM order_line l
 CROSS JOIN LATERAL (
       SELECT coalesce((SELECT sum(c.quantity) FROM order_parcel_line c
                         WHERE c.part_id = l.part_id AND c.line_no = l.line_no), 0)::bigint AS sent,
              coalesce((SELECT sum(k.units) FROM order_claim_line k JOIN order_claim q ON q.id = k.claim_id
                         WHERE k.part_id = l.part_id AND k.line_no = l.line_no
                           AND q.state = 'APPROVED' AND q.cause IN ('MISSING', 'NOT_SENT')), 0)::bigint AS missing) w;

-- What both look for.
CREATE INDEX ON order_claim_line (part_id, line_no);

CREATE FUNCTION order_given_up(part uuid, line int) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(k.units), 0)::bigint FROM order_claim_line k JOIN order_claim q ON q.id = k.claim_id
     WHERE k.part_id = part AND k.line_no = line AND q.state = 'APPROVED' AND q.cause = 'NOT_SENT'
$$;

-- Never more of a line than was bought and is still wanted, and nothing of an order that is cancelled, whoever writes.
CREATE OR REPLACE FUNCTION order_never_sent_twice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE reached text;
BEGIN
    SELECT state INTO reached FROM order_part WHERE id = NEW.part_id FOR UPDATE;
    IF reached <> 'PAID' THEN
        RAISE EXCEPTION 'an order that is % is not sent', reached
            USING ERRCODE = 'check_violation', CONSTRAINT = 'order_sent_while_due', TABLE = 'order_parcel_line';
    END IF;
    IF (SELECT sum(c.quantity) FROM order_parcel_line c WHERE c.part_id = NEW.part_id AND c.line_no = NEW.line_no)
       > (SELECT l.quantity - order_given_up(l.part_id, l.line_no) FROM order_line l
           WHERE l.part_id = NEW.part_id AND l.line_no = NEW.line_no) THEN
        RAISE EXCEPTION 'more would be sent than was bought'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'order_never_sent_twice', TABLE = 'order_parcel_line';
    END IF;
    RETURN NULL;
END $$;

-- The other way round: what is on its way is not given up.
CREATE FUNCTION order_given_up_unsent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM order_part WHERE id = NEW.part_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM order_claim_line k JOIN order_line l USING (part_id, line_no)
                WHERE k.claim_id = NEW.id
                  AND l.quantity < order_given_up(l.part_id, l.line_no)
                      + (SELECT coalesce(sum(c.quantity), 0) FROM order_parcel_line c
                          WHERE c.part_id = l.part_id AND c.line_no = l.line_no)) THEN
        RAISE EXCEPTION 'what was sent is not given up'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'order_given_up_unsent', TABLE = 'order_claim';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER order_given_up_unsent AFTER UPDATE OF state ON order_claim FOR EACH ROW
    WHEN (NEW.state = 'APPROVED' AND NEW.cause = 'NOT_SENT') EXECUTE FUNCTION order_given_up_unsent();

-- What was paid and is cancelled stays so, and no order is forgotten.
CREATE FUNCTION order_cancelled_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR EXISTS (SELECT 1 FROM order_line l WHERE l.part_id = OLD.id AND l.sale_id IS NOT NULL) THEN
        RAISE EXCEPTION 'a cancelled order is not opened again'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'order_cancelled_for_good';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER order_cancelled_for_good BEFORE UPDATE OF state ON order_part FOR EACH ROW
    WHEN (OLD.state = 'CANCELLED' AND NEW.state <> 'CANCELLED') EXECUTE FUNCTION order_cancelled_for_good();
CREATE TRIGGER order_never_forgotten BEFORE DELETE ON order_part
    FOR EACH ROW EXECUTE FUNCTION order_cancelled_for_good();
