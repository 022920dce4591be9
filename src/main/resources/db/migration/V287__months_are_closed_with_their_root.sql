-- An ended month is closed once all of it is sealed: its root is the hash of the digests of its transactions in the order of the
-- seals, and nothing is posted into it any more. What was sold in it and is reported later stands in the month of the report.
CREATE FUNCTION ledger_month_root(p int) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to('bangxiao-month-1' || E'\n' || p || E'\n', 'UTF8')
                  || coalesce(string_agg(l.digest, ''::bytea ORDER BY l.block_no, l.position), ''::bytea))
      FROM ledger_tx t JOIN ledger_seal_leaf l ON l.tx_id = t.id WHERE t.period = p
$$;
ALTER TABLE ledger_period ADD CONSTRAINT ledger_closed_with_its_root
    CHECK (state <> 'CLOSED' OR (closed_at IS NOT NULL AND length(closed_root) = 32));
CREATE INDEX ledger_tx_period ON ledger_tx (period, xid, id);

-- Closes a month that has ended in Asia/Shanghai and is sealed to its last transaction; answers whether it did.
CREATE FUNCTION ledger_close_period(p int, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE last ledger_seal_block;
BEGIN
    -- Posters hold the same lock together: whoever has begun ends before, whoever comes later finds the month closed.
    PERFORM pg_advisory_xact_lock(7002, p);
    SELECT * INTO last FROM ledger_seal_block ORDER BY no DESC LIMIT 1;
    IF to_char(p_now AT TIME ZONE 'Asia/Shanghai', 'YYYYMM')::int <= p
       OR NOT EXISTS (SELECT 1 FROM ledger_period WHERE id = p AND state = 'OPEN')
       OR EXISTS (SELECT 1 FROM ledger_tx WHERE period = p AND (xid, id) > (coalesce(last.to_xid, '0'), coalesce(last.to_id, 0))) THEN
        RETURN false;
    END IF;
    UPDATE ledger_period SET state = 'CLOSED', closed_at = p_now, closed_root = ledger_month_root(p) WHERE id = p;
    RETURN true;
END $$;

-- Sold in a month that was closed when it was recorded.
ALTER TABLE sale ADD COLUMN late boolean NOT NULL DEFAULT false;
