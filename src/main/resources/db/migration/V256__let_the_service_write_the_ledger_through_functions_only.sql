-- The service signs in as a role that owns nothing. It writes the journal, balances, seals and their keys through the functions
-- below and through nothing else, and adds to the audit trail without ever changing it. Whoever tends the server makes the role
-- beforehand where the owner of the tables may not.
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bangxiao_service') THEN
        CREATE ROLE bangxiao_service NOLOGIN;
    END IF;
END $$;
GRANT USAGE ON SCHEMA public TO bangxiao_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO bangxiao_service;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO bangxiao_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO bangxiao_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO bangxiao_service;

DO $$ DECLARE ledger regclass; BEGIN
    FOR ledger IN SELECT oid FROM pg_class
                   WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname LIKE 'ledger\_%' LOOP
        EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %s FROM bangxiao_service', ledger);
    END LOOP;
END $$;
REVOKE UPDATE, DELETE ON platform_audit FROM bangxiao_service;
REVOKE INSERT, UPDATE, DELETE ON flyway_schema_history FROM bangxiao_service;

CREATE OR REPLACE FUNCTION ledger_open_period(p int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_period WHERE id = p) THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(7001);
    IF EXISTS (SELECT 1 FROM ledger_period WHERE id = p) THEN RETURN; END IF;
    INSERT INTO ledger_period (id) VALUES (p);
    EXECUTE format('CREATE TABLE ledger_line_%s (LIKE ledger_line INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', p);
    -- A partition has rights of its own: those of its parent do not guard it against whoever names it.
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON ledger_line_%s FROM bangxiao_service', p);
    EXECUTE format('ALTER TABLE ledger_line ATTACH PARTITION ledger_line_%s FOR VALUES IN (%s)', p, p);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ledger_line_%s
                        FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only()', p);
END $$;

-- Balances of accounts with one slot, locked in the order in which transactions lock them.
CREATE FUNCTION ledger_held(p_kinds text[], p_owners text[]) RETURNS TABLE (kind text, owner text, posted bigint) LANGUAGE sql AS $$
    SELECT a.kind, a.owner, b.posted FROM unnest(p_kinds, p_owners) AS w(kind, owner)
      JOIN ledger_account a ON a.kind = w.kind AND a.owner = w.owner AND a.slots = 1
      JOIN ledger_balance b ON b.account_id = a.id ORDER BY b.account_id FOR UPDATE OF b
$$;

-- The next block of the chain: one that leaves a number out, follows another hash or has not the hash of its content is refused.
CREATE FUNCTION ledger_add_block(p_no bigint, p_day date, p_to_xid xid8, p_to_id bigint, p_root bytea, p_prev bytea, p_hash bytea,
    p_sealed_at timestamptz, p_txs bigint[], p_bodies bytea[], p_digests bytea[]) RETURNS void LANGUAGE plpgsql AS $$
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
END $$;

CREATE FUNCTION ledger_add_checkpoint(p_day date, p_first bigint, p_last bigint, p_root bytea, p_prev bytea, p_final boolean,
    p_text text, p_kid text, p_signature bytea, p_signed_at timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO ledger_checkpoint (no, day, first_block, last_block, root, prev, final, signed_text, kid, signature, signed_at)
    SELECT coalesce(max(no), 0) + 1, p_day, p_first, p_last, p_root, p_prev, p_final, p_text, p_kid, p_signature, p_signed_at
      FROM ledger_checkpoint
$$;

CREATE FUNCTION ledger_add_signing_key(p_kid text, p_public bytea, p_private_cipher bytea, p_created_at timestamptz) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO ledger_signing_key (kid, public_key, private_cipher, created_at) VALUES (p_kid, p_public, p_private_cipher, p_created_at)
$$;

-- Each of them acts with the owner's rights, and finds the owner's tables only.
DO $$ DECLARE writer regprocedure; BEGIN
    FOR writer IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace
                   AND proname IN ('ledger_accounts', 'ledger_post', 'ledger_open_period', 'ledger_held', 'ledger_add_block',
                                   'ledger_add_checkpoint', 'ledger_add_signing_key') LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp', writer);
    END LOOP;
END $$;
