-- A supplier says that it will send an order before it does.
ALTER TABLE order_part ADD COLUMN accepted_at timestamptz,
    ADD CONSTRAINT order_accepted_once_paid CHECK (accepted_at IS NULL OR state <> 'PLACED');

-- What went out together: a carrier, a number, pieces of lines. The same number entered twice is a slip.
CREATE TABLE order_parcel (
    id              uuid PRIMARY KEY,
    part_id         uuid        NOT NULL REFERENCES order_part,
    carrier         text        NOT NULL CHECK (length(carrier) BETWEEN 1 AND 40),
    tracking_number text        NOT NULL CHECK (length(tracking_number) BETWEEN 1 AND 40),
    sent_by         uuid,
    sent_at         timestamptz NOT NULL,
    UNIQUE (id, part_id),
    CONSTRAINT order_parcel_once UNIQUE (part_id, carrier, tracking_number)
);
CREATE TABLE order_parcel_line (
    parcel_id uuid   NOT NULL,
    part_id   uuid   NOT NULL,
    line_no   int    NOT NULL,
    quantity  bigint NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (parcel_id, line_no),
    FOREIGN KEY (parcel_id, part_id) REFERENCES order_parcel (id, part_id),
    FOREIGN KEY (part_id, line_no) REFERENCES order_line
);
CREATE INDEX ON order_parcel_line (part_id, line_no);

INSERT INTO order_parcel (id, part_id, carrier, tracking_number, sent_by, sent_at)
SELECT uuidv7(), p.id, left(p.carrier, 40), left(p.tracking_number, 40), e.actor, e.at
  FROM order_part p JOIN order_event e ON e.part_id = p.id AND e.state = 'SHIPPED'
 WHERE p.carrier <> '' AND p.tracking_number <> '';
INSERT INTO order_parcel_line (parcel_id, part_id, line_no, quantity)
SELECT c.id, c.part_id, l.line_no, l.quantity FROM order_parcel c JOIN order_line l USING (part_id);
ALTER TABLE order_part DROP COLUMN carrier, DROP COLUMN tracking_number;

CREATE TRIGGER order_parcel_append_only BEFORE UPDATE OR DELETE ON order_parcel
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER order_parcel_line_append_only BEFORE UPDATE OR DELETE ON order_parcel_line
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();

-- Of each line what went out, and what still has to: not what its buyer got the money back for because it was missing.
CREATE VIEW order_line_way AS
SELECT l.part_id, l.line_no, w.sent, greatest(0, l.quantity - w.sent - w.missing) AS due
  FROM order_line l
 CROSS JOIN LATERAL (
       SELECT coalesce((SELECT sum(c.quantity) FROM order_parcel_line c
                         WHERE c.part_id = l.part_id AND c.line_no = l.line_no), 0)::bigint AS sent,
              coalesce((SELECT sum(k.units) FROM order_claim_line k JOIN order_claim q ON q.id = k.claim_id
                         WHERE k.part_id = l.part_id AND k.line_no = l.line_no
                           AND q.state = 'APPROVED' AND q.cause = 'MISSING'), 0)::bigint AS missing) w;

-- Never more of a line than was bought, whoever writes: two clerks with the same box wait for each other at the order.
CREATE FUNCTION order_never_sent_twice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM order_part WHERE id = NEW.part_id FOR UPDATE;
    IF (SELECT sum(c.quantity) FROM order_parcel_line c WHERE c.part_id = NEW.part_id AND c.line_no = NEW.line_no)
       > (SELECT l.quantity FROM order_line l WHERE l.part_id = NEW.part_id AND l.line_no = NEW.line_no) THEN
        RAISE EXCEPTION 'more would be sent than was bought'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'order_never_sent_twice', TABLE = 'order_parcel_line';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER order_never_sent_twice AFTER INSERT ON order_parcel_line
    FOR EACH ROW EXECUTE FUNCTION order_never_sent_twice();
