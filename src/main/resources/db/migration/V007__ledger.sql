-- Double entry, append-only. A positive amount credits an account, a negative one debits it; every transaction sums to nil.
CREATE TABLE ledger_account (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind           text     NOT NULL,
    owner          text     NOT NULL,
    allow_negative boolean  NOT NULL DEFAULT false,
    -- Accounts that every sale touches keep their balance in several slots, so that writers do not queue on one row.
    slots          smallint NOT NULL DEFAULT 1 CHECK (slots BETWEEN 1 AND 64),
    UNIQUE (kind, owner),
    -- Two writers on two slots do not see each other, so only an account that may go below nil can have several.
    CONSTRAINT ledger_slots_may_go_negative CHECK (slots = 1 OR allow_negative)
);

CREATE INDEX ledger_account_in_slots ON ledger_account (id) WHERE slots > 1;

-- Finds accounts by kind and owner and opens the missing ones, in one order, so that two callers do not wait for each other in a ring.
CREATE FUNCTION ledger_accounts(p_kinds text[], p_owners text[], p_negative boolean[], p_slots int[])
RETURNS TABLE (kind text, owner text, id bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    INSERT INTO ledger_account AS a (kind, owner, allow_negative, slots)
    SELECT DISTINCT w.kind, w.owner, w.negative, w.slots
      FROM unnest(p_kinds, p_owners, p_negative, p_slots) AS w(kind, owner, negative, slots)
     WHERE NOT EXISTS (SELECT 1 FROM ledger_account e WHERE e.kind = w.kind AND e.owner = w.owner)
     ORDER BY 1, 2
    ON CONFLICT DO NOTHING;
    RETURN QUERY SELECT a.kind, a.owner, a.id FROM ledger_account a
        JOIN (SELECT DISTINCT w.kind, w.owner FROM unnest(p_kinds, p_owners) AS w(kind, owner)) d ON d.kind = a.kind AND d.owner = a.owner;
END $$;

CREATE TABLE ledger_balance (
    account_id bigint   NOT NULL REFERENCES ledger_account,
    slot       smallint NOT NULL DEFAULT 0,
    posted     bigint   NOT NULL DEFAULT 0,
    lines      bigint   NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, slot)
) WITH (fillfactor = 50);

-- A month in Asia/Shanghai as yyyymm.
CREATE TABLE ledger_period (
    id          int PRIMARY KEY CHECK (id BETWEEN 200001 AND 299912 AND id % 100 BETWEEN 1 AND 12),
    state       text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN','CLOSING','SETTLED','CLOSED')),
    closed_at   timestamptz,
    closed_root bytea
);

CREATE TABLE ledger_tx (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text        NOT NULL,
    period       int         NOT NULL REFERENCES ledger_period,
    value_date   date        NOT NULL,
    recorded_at  timestamptz NOT NULL,
    xid          xid8        NOT NULL DEFAULT pg_current_xact_id(),
    idem_key     text        NOT NULL CONSTRAINT ledger_tx_posted_once UNIQUE,
    reverses_tx  bigint UNIQUE REFERENCES ledger_tx,
    run_id       uuid,
    source_ref   text,
    actor        text        NOT NULL,
    -- Merkle root of the records (sales, credits) that this transaction carries; null where it carries none.
    content_root bytea CHECK (length(content_root) = 32),
    -- The canonical text has one fact a line: no fact may smuggle in a line of its own.
    CHECK (concat(kind, idem_key, source_ref, actor) !~ '[[:cntrl:]]')
);
CREATE INDEX ON ledger_tx (xid, id);
CREATE INDEX ON ledger_tx (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE ledger_line (
    period     int    NOT NULL,
    tx_id      bigint NOT NULL,
    line_no    int    NOT NULL,
    account_id bigint NOT NULL,
    pool_id    bigint,
    amount     bigint NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (period, tx_id, line_no)
) PARTITION BY LIST (period);
CREATE INDEX ON ledger_line (account_id, tx_id);

CREATE FUNCTION ledger_tx_is_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE total bigint; n bigint;
BEGIN
    SELECT coalesce(sum(amount), 0), count(*) INTO total, n FROM ledger_line WHERE period = NEW.period AND tx_id = NEW.id;
    IF total <> 0 OR n < 2 THEN
        RAISE EXCEPTION 'ledger transaction % sums to % over % lines', NEW.id, total, n USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_tx_is_balanced AFTER INSERT ON ledger_tx
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_tx_is_balanced();

CREATE TRIGGER ledger_tx_append_only BEFORE UPDATE OR DELETE ON ledger_tx FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER ledger_tx_no_truncate BEFORE TRUNCATE ON ledger_tx FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER ledger_line_append_only BEFORE UPDATE OR DELETE ON ledger_line FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER ledger_line_no_truncate BEFORE TRUNCATE ON ledger_line FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

-- Statement triggers are not cloned to partitions: each new one gets its own guard against TRUNCATE.
-- Attaching an empty table does not stop the writers of other months, as creating it in place would.
CREATE FUNCTION ledger_open_period(p int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_period WHERE id = p) THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(7001);
    IF EXISTS (SELECT 1 FROM ledger_period WHERE id = p) THEN RETURN; END IF;
    INSERT INTO ledger_period (id) VALUES (p);
    EXECUTE format('CREATE TABLE ledger_line_%s (LIKE ledger_line INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', p);
    EXECUTE format('ALTER TABLE ledger_line ATTACH PARTITION ledger_line_%s FOR VALUES IN (%s)', p, p);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ledger_line_%s
                        FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only()', p);
END $$;

-- The one way into the journal. Accounts are locked in ascending order; zero lines are dropped; the deferred trigger has the last word.
CREATE FUNCTION ledger_post(p_kind text, p_period int, p_value_date date, p_recorded_at timestamptz, p_idem_key text,
    p_reverses bigint, p_run uuid, p_source text, p_actor text, p_content_root bytea,
    p_accounts bigint[], p_pools bigint[], p_amounts bigint[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE t bigint; refused bigint;
BEGIN
    PERFORM ledger_open_period(p_period);
    -- Whoever closes a period takes the same lock alone: nothing slips into a closed month.
    PERFORM pg_advisory_xact_lock_shared(7002, p_period);
    IF NOT EXISTS (SELECT 1 FROM ledger_period WHERE id = p_period AND state = 'OPEN') THEN
        RAISE EXCEPTION 'ledger period % is not open', p_period USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_period_open';
    END IF;
    INSERT INTO ledger_tx (kind, period, value_date, recorded_at, idem_key, reverses_tx, run_id, source_ref, actor, content_root)
    VALUES (p_kind, p_period, p_value_date, p_recorded_at, p_idem_key, p_reverses, p_run, p_source, p_actor, p_content_root)
    RETURNING id INTO t;
    INSERT INTO ledger_line (period, tx_id, line_no, account_id, pool_id, amount)
    SELECT p_period, t, row_number() OVER (ORDER BY l.n), l.account_id, l.pool_id, l.amount
      FROM unnest(p_accounts, p_pools, p_amounts) WITH ORDINALITY AS l(account_id, pool_id, amount, n) WHERE l.amount <> 0;
    -- An account that does not exist fails at the balance's foreign key.
    INSERT INTO ledger_balance AS b (account_id, slot, posted, lines)
    SELECT l.account_id, coalesce((SELECT pg_backend_pid() % a.slots FROM ledger_account a WHERE a.id = l.account_id AND a.slots > 1), 0),
           sum(l.amount), count(*)
      FROM unnest(p_accounts, p_amounts) AS l(account_id, amount) WHERE l.amount <> 0 GROUP BY l.account_id ORDER BY l.account_id
    ON CONFLICT (account_id, slot) DO UPDATE SET posted = b.posted + excluded.posted, lines = b.lines + excluded.lines;
    SELECT a.id INTO refused FROM (SELECT l.account_id FROM unnest(p_accounts, p_amounts) AS l(account_id, amount)
                                    GROUP BY 1 HAVING sum(l.amount) < 0) d
      JOIN ledger_account a ON a.id = d.account_id AND NOT a.allow_negative
      JOIN ledger_balance b ON b.account_id = a.id GROUP BY a.id HAVING sum(b.posted) < 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'ledger account % would be overdrawn', refused
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_account_overdrawn';
    END IF;
    RETURN t;
END $$;

-- The canonical text of a transaction: one fact a line, then its lines in order. Changing one letter of it breaks every seal.
CREATE FUNCTION ledger_body_text(p_tx bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT concat('bangxiao-transaction-1', E'\nid: ', t.id, E'\nxid: ', t.xid, E'\nkind: ', t.kind, E'\nperiod: ', t.period,
        E'\nvalue-date: ', to_char(t.value_date, 'YYYY-MM-DD'),
        E'\nrecorded-at: ', to_char(t.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        E'\nkey: ', t.idem_key, E'\nreverses: ', t.reverses_tx, E'\nrun: ', t.run_id,
        E'\nsource: ', t.source_ref, E'\nactor: ', t.actor, E'\n',
        (SELECT string_agg(concat(l.line_no, ' ', l.account_id, ' ', coalesce(l.pool_id::text, '-'), ' ', l.amount, E'\n'), ''
                           ORDER BY l.line_no)
           FROM ledger_line l WHERE l.period = t.period AND l.tx_id = t.id))
      FROM ledger_tx t WHERE t.id = p_tx
$$;
CREATE FUNCTION ledger_body_hash(p_tx bigint) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(ledger_body_text(p_tx), 'UTF8'))
$$;
-- What a block holds of a transaction: the body stays hidden behind its hash, the records stand under their own root.
CREATE FUNCTION ledger_tx_digest(p_content_root bytea, p_body_hash bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256('\x02'::bytea || coalesce(p_content_root, decode(repeat('00', 32), 'hex')) || p_body_hash)
$$;
-- The root of RFC 6962: neighbours are paired level by level, an odd last one moves up as it is.
CREATE FUNCTION ledger_merkle_root(p_leaves bytea[]) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE level bytea[];
BEGIN
    SELECT array_agg(sha256('\x00'::bytea || u.x) ORDER BY u.o) INTO level FROM unnest(p_leaves) WITH ORDINALITY AS u(x, o);
    IF level IS NULL THEN RETURN sha256(''::bytea); END IF;
    WHILE cardinality(level) > 1 LOOP
        SELECT array_agg(CASE WHEN p.b IS NULL THEN p.a ELSE sha256('\x01'::bytea || p.a || p.b) END ORDER BY p.k) INTO level
          FROM (SELECT (u.o - 1) / 2 AS k, (array_agg(u.x ORDER BY u.o))[1] AS a, (array_agg(u.x ORDER BY u.o))[2] AS b
                  FROM unnest(level) WITH ORDINALITY AS u(x, o) GROUP BY 1) p;
    END LOOP;
    RETURN level[1];
END $$;

-- Blocks sealed at the transaction horizon: whatever is not yet committed has a later xid, so nothing appears behind a seal.
-- root is the Merkle root over the digests of the block's transactions in (xid, id) order; hash = sha256(0x03, prev, root).
CREATE TABLE ledger_seal_block (
    no        bigint PRIMARY KEY,
    day       date        NOT NULL,
    to_xid    xid8        NOT NULL,
    to_id     bigint      NOT NULL,
    n         int         NOT NULL CHECK (n BETWEEN 1 AND 1024),
    root      bytea       NOT NULL CHECK (length(root) = 32),
    prev      bytea       NOT NULL CHECK (length(prev) = 32),
    hash      bytea       NOT NULL UNIQUE CHECK (length(hash) = 32),
    sealed_at timestamptz NOT NULL
);
CREATE INDEX ON ledger_seal_block (day, no);
CREATE TABLE ledger_seal_leaf (
    block_no  bigint NOT NULL REFERENCES ledger_seal_block,
    position  int    NOT NULL,
    tx_id     bigint NOT NULL UNIQUE,
    body_hash bytea  NOT NULL,
    digest    bytea  NOT NULL,
    PRIMARY KEY (block_no, position)
);
-- Keys that sign the day's root; the private half is encrypted with the installation's master key.
CREATE TABLE ledger_signing_key (
    kid            text PRIMARY KEY,
    public_key     bytea       NOT NULL CHECK (length(public_key) = 32),
    private_cipher bytea       NOT NULL,
    created_at     timestamptz NOT NULL
);
-- The root over a day's blocks so far, signed; the day's last one is final. prev = sha256 of the signed text of the last final one before.
CREATE TABLE ledger_checkpoint (
    no          bigint PRIMARY KEY,
    day         date        NOT NULL,
    first_block bigint      NOT NULL REFERENCES ledger_seal_block,
    last_block  bigint      NOT NULL REFERENCES ledger_seal_block CHECK (last_block >= first_block),
    root        bytea       NOT NULL,
    prev        bytea       NOT NULL,
    final       boolean     NOT NULL,
    signed_text text        NOT NULL,
    kid         text        NOT NULL REFERENCES ledger_signing_key,
    signature   bytea       NOT NULL,
    signed_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX ledger_one_final_checkpoint_a_day ON ledger_checkpoint (day) WHERE final;
CREATE INDEX ON ledger_checkpoint (day, last_block);
CREATE TRIGGER ledger_seal_block_append_only BEFORE UPDATE OR DELETE ON ledger_seal_block
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER ledger_seal_leaf_append_only BEFORE UPDATE OR DELETE ON ledger_seal_leaf
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER ledger_checkpoint_append_only BEFORE UPDATE OR DELETE ON ledger_checkpoint
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER ledger_seal_block_no_truncate BEFORE TRUNCATE ON ledger_seal_block
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER ledger_seal_leaf_no_truncate BEFORE TRUNCATE ON ledger_seal_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER ledger_checkpoint_no_truncate BEFORE TRUNCATE ON ledger_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
