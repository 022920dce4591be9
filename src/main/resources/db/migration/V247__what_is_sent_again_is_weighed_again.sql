-- What goes out again of goods sold by weight, by the scales: no money moves with it, so it weighs at least what the buyer
-- has paid for of the pieces that it stands for.
CREATE TABLE order_exchange_weight (
    claim_id uuid   NOT NULL,
    line_no  int    NOT NULL,
    grams    bigint NOT NULL CHECK (grams > 0),
    PRIMARY KEY (claim_id, line_no),
    FOREIGN KEY (claim_id, line_no) REFERENCES order_claim_line (claim_id, line_no)
);
CREATE TRIGGER order_exchange_weight_append_only BEFORE UPDATE OR DELETE ON order_exchange_weight
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();

-- By line of a claim what its pieces have to weigh when they go out again; none of goods sold by the piece.
CREATE VIEW order_exchange_least AS
SELECT k.claim_id, k.line_no, (l.unit_grams * w.sent - g.missing_grams) * k.quantity / w.sent AS least
  FROM order_claim_line k
  JOIN order_line l ON l.part_id = k.part_id AND l.line_no = k.line_no
  JOIN order_line_way w ON w.part_id = k.part_id AND w.line_no = k.line_no
  JOIN order_line_weight g ON g.part_id = k.part_id AND g.line_no = k.line_no
 WHERE w.sent > 0;

CREATE FUNCTION order_exchanged_by_weight() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM order_exchange_least e
                 LEFT JOIN order_exchange_weight x USING (claim_id, line_no)
                WHERE e.claim_id = NEW.id AND coalesce(x.grams, 0) < e.least) THEN
        RAISE EXCEPTION 'what goes out again weighs less than was paid for'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'order_exchanged_by_weight', TABLE = 'order_claim';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER order_exchanged_by_weight AFTER UPDATE OF state ON order_claim FOR EACH ROW
    WHEN (NEW.state = 'EXCHANGED') EXECUTE FUNCTION order_exchanged_by_weight();
