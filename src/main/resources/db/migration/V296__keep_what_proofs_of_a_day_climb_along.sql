-- Sealed every second, a day has tens of thousands of blocks. The hash over each 256 neighbours among them, counted from the day's
-- first, is kept, so that a proof reads its neighbours and these instead of all. A wrong one makes a proof that fails.
CREATE TABLE ledger_seal_node (
    -- The last of the 256.
    no   bigint PRIMARY KEY REFERENCES ledger_seal_block,
    -- How many transactions they hold.
    n    int    NOT NULL,
    node bytea  NOT NULL CHECK (length(node) = 32)
);
REVOKE INSERT, UPDATE, DELETE ON ledger_seal_node FROM bangxiao_service;
CREATE TRIGGER ledger_seal_node_append_only BEFORE UPDATE OR DELETE ON ledger_seal_node
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER ledger_seal_node_no_truncate BEFORE TRUNCATE ON ledger_seal_node
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

INSERT INTO ledger_seal_node (no, n, node)
SELECT max(no), sum(n), ledger_merkle_root(array_agg(hash ORDER BY no))
  FROM (SELECT no, day, n, hash, (no - min(no) OVER (PARTITION BY day)) / 256 AS stretch FROM ledger_seal_block) b
 GROUP BY day, stretch HAVING count(*) = 256;

CREATE OR REPLACE FUNCTION ledger_add_block(p_no bigint, p_day date, p_to_xid xid8, p_to_id bigint, p_root bytea, p_prev bytea,
    p_hash bytea, p_sealed_at timestamptz, p_txs bigint[], p_bodies bytea[], p_digests bytea[]) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE last ledger_seal_block;
BEGIN
    SELECT * INTO last FROM ledger_seal_block ORDER BY no DESC LIMIT 1;
    IF p_no <> coalesce(last.no, 0) + 1 OR last.hash <> p_prev OR p_hash <> sha256('\x03'::bytea || p_prev || p_root) THEN
        RAISE EXCEPTION 'seal block % does not follow block %', p_no, coalesce(last.no, 0)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_seal_chain';
    END IF;
    INSERT INTO ledger_seal_block (no, day, to_xid, to_id, n, root, prev, hash, sealed_at)
    VALUES (p_no, p_day, p_to_xid, p_to_id, cardinality(p_txs), p_root, p_prev, p_hash, p_sealed_at);
    INSERT INTO ledger_seal_leaf (block_no, position, tx_id, body_hash, digest)
    SELECT p_no, l.n - 1, l.tx_id, l.body_hash, l.digest
      FROM unnest(p_txs, p_bodies, p_digests) WITH ORDINALITY AS l(tx_id, body_hash, digest, n);
    IF (p_no - (SELECT min(no) FROM ledger_seal_block WHERE day = p_day)) % 256 = 255 THEN
        INSERT INTO ledger_seal_node (no, n, node)
        SELECT p_no, sum(n), ledger_merkle_root(array_agg(hash ORDER BY no)) FROM ledger_seal_block WHERE no > p_no - 256;
    END IF;
END $$;
