-- Double entry, append-only. A positive amount credits an account, a negative one debits it; every transaction sums to nil.
CREATE TABLE ledger_account (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind           text     NOT NULL,
    owner          text     NOT NULL,
    allow_negative boolean  NOT NULL DEFAULT false,
    -- Accounts that every sale touches keep their balance in several slots, so that writers do not queue on one row.
    slots          smallint NOT NULL DEFAULT 1 CHECK (slots BETWEEN 1 AND 64),
    UNIQUE (kind, owner)
);

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
    idem_key     text        NOT NULL UNIQUE,
    reverses_tx  bigint UNIQUE REFERENCES ledger_tx,
    run_id       uuid,
    source_ref   text,
    actor        text        NOT NULL,
    -- Merkle root of the records (sales, credits) that this transaction carries; null where it carries none.
    content_root bytea CHECK (length(content_root) = 32)
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
CREATE FUNCTION ledger_open_period(p int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_period WHERE id = p) THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(7001);
    IF EXISTS (SELECT 1 FROM ledger_period WHERE id = p) THEN RETURN; END IF;
    INSERT INTO ledger_period (id) VALUES (p);
    EXECUTE format('CREATE TABLE ledger_line_%s PARTITION OF ledger_line FOR VALUES IN (%s)', p, p);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ledger_line_%s FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only()', p);
END $$;

-- The one way into the journal. Accounts are locked in ascending order; zero lines are dropped; the deferred trigger has the last word.
CREATE FUNCTION ledger_post(p_kind text, p_period int, p_value_date date, p_recorded_at timestamptz, p_idem_key text,
    p_reverses bigint, p_run uuid, p_source text, p_actor text, p_content_root bytea,
    p_accounts bigint[], p_pools bigint[], p_amounts bigint[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE t bigint; overdrawn bigint;
BEGIN
    INSERT INTO ledger_tx (kind, period, value_date, recorded_at, idem_key, reverses_tx, run_id, source_ref, actor, content_root)
    VALUES (p_kind, p_period, p_value_date, p_recorded_at, p_idem_key, p_reverses, p_run, p_source, p_actor, p_content_root)
    RETURNING id INTO t;
    INSERT INTO ledger_line (period, tx_id, line_no, account_id, pool_id, amount)
    SELECT p_period, t, row_number() OVER (ORDER BY l.n), l.account_id, l.pool_id, l.amount
      FROM unnest(p_accounts, p_pools, p_amounts) WITH ORDINALITY AS l(account_id, pool_id, amount, n) WHERE l.amount <> 0;
    INSERT INTO ledger_balance AS b (account_id, slot, posted, lines)
    SELECT a.id, CASE WHEN a.slots > 1 THEN pg_backend_pid() % a.slots ELSE 0 END, sum(l.amount), count(*)
      FROM unnest(p_accounts, p_amounts) AS l(account_id, amount) JOIN ledger_account a ON a.id = l.account_id
     WHERE l.amount <> 0 GROUP BY a.id ORDER BY a.id
    ON CONFLICT (account_id, slot) DO UPDATE SET posted = b.posted + excluded.posted, lines = b.lines + excluded.lines;
    SELECT a.id INTO overdrawn FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id
     WHERE a.id = ANY (p_accounts) AND NOT a.allow_negative GROUP BY a.id HAVING sum(b.posted) < 0 LIMIT 1;
    IF overdrawn IS NOT NULL THEN
        RAISE EXCEPTION 'ledger account % would be overdrawn', overdrawn USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_account_overdrawn';
    END IF;
    RETURN t;
END $$;

-- Blocks sealed at the transaction horizon. root is the Merkle root over the digests of the block's transactions in (xid, id) order.
CREATE TABLE ledger_seal_block (
    no        bigint PRIMARY KEY,
    day       date        NOT NULL,
    to_xid    xid8        NOT NULL,
    to_id     bigint      NOT NULL,
    n         int         NOT NULL,
    root      bytea       NOT NULL,
    prev      bytea       NOT NULL,
    hash      bytea       NOT NULL UNIQUE,
    sealed_at timestamptz NOT NULL
);
CREATE TABLE ledger_seal_leaf (
    block_no bigint NOT NULL REFERENCES ledger_seal_block,
    position int    NOT NULL,
    tx_id    bigint NOT NULL UNIQUE,
    digest   bytea  NOT NULL,
    PRIMARY KEY (block_no, position)
);
-- The root over a day's blocks so far, signed; the day's last one is final. Each names the checkpoint before it.
CREATE TABLE ledger_checkpoint (
    no          bigint PRIMARY KEY,
    day         date        NOT NULL,
    first_block bigint      NOT NULL,
    last_block  bigint      NOT NULL,
    root        bytea       NOT NULL,
    prev        bytea       NOT NULL,
    final       boolean     NOT NULL,
    signed_text text        NOT NULL,
    kid         text        NOT NULL,
    signature   bytea       NOT NULL,
    signed_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX ledger_one_final_checkpoint_a_day ON ledger_checkpoint (day) WHERE final;
CREATE INDEX ON ledger_checkpoint (day, last_block);
CREATE TRIGGER ledger_seal_block_append_only BEFORE UPDATE OR DELETE ON ledger_seal_block FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER ledger_seal_leaf_append_only BEFORE UPDATE OR DELETE ON ledger_seal_leaf FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER ledger_checkpoint_append_only BEFORE UPDATE OR DELETE ON ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION platform_append_only();
