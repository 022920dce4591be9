-- The canonical text of a transaction in two parts that a query over many transactions takes in as expressions: a function that
-- looks up one transaction at a time costs thrice as much as the hashing.
CREATE FUNCTION ledger_header_text(t ledger_tx) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT concat('bangxiao-transaction-1', E'\nid: ', t.id, E'\nxid: ', t.xid, E'\nkind: ', t.kind, E'\nperiod: ', t.period,
        E'\nvalue-date: ', to_char(t.value_date, 'YYYY-MM-DD'),
        E'\nrecorded-at: ', to_char(t.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        E'\nkey: ', t.idem_key, E'\nreverses: ', t.reverses_tx, E'\nrun: ', t.run_id,
        E'\nsource: ', t.source_ref, E'\nactor: ', t.actor, E'\n')
$$;
CREATE FUNCTION ledger_line_text(l ledger_line) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT concat(l.line_no, ' ', l.account_id, ' ', coalesce(l.pool_id::text, '-'), ' ', l.amount, E'\n')
$$;
CREATE OR REPLACE FUNCTION ledger_body_text(p_tx bigint) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT concat(ledger_header_text(t), (SELECT string_agg(ledger_line_text(l), '' ORDER BY l.line_no)
                                            FROM ledger_line l WHERE l.period = t.period AND l.tx_id = t.id))
      FROM ledger_tx t WHERE t.id = p_tx
$$;
ALTER FUNCTION ledger_body_hash(bigint) PARALLEL SAFE;
ALTER FUNCTION ledger_tx_digest(bytea, bytea) PARALLEL SAFE;

-- The same root, in place; most trees are of two sales.
CREATE OR REPLACE FUNCTION ledger_merkle_root(p_leaves bytea[]) RETURNS bytea LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE n int := coalesce(cardinality(p_leaves), 0);
BEGIN
    IF n = 0 THEN RETURN sha256(''::bytea); END IF;
    IF n = 2 THEN RETURN sha256('\x01'::bytea || sha256('\x00'::bytea || p_leaves[1]) || sha256('\x00'::bytea || p_leaves[2])); END IF;
    FOR i IN 1 .. n LOOP
        p_leaves[i] := sha256('\x00'::bytea || p_leaves[i]);
    END LOOP;
    WHILE n > 1 LOOP
        FOR i IN 1 .. n / 2 LOOP
            p_leaves[i] := sha256('\x01'::bytea || p_leaves[2 * i - 1] || p_leaves[2 * i]);
        END LOOP;
        IF n % 2 = 1 THEN
            p_leaves[n / 2 + 1] := p_leaves[n];
        END IF;
        n := (n + 1) / 2;
    END LOOP;
    RETURN p_leaves[1];
END $$;
