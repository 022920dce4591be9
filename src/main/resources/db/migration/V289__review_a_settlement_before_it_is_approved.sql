-- What somebody looks at before a prepared run is approved: computed once, from the frozen shares, and kept with the run.
CREATE TABLE settlement_review (
    run_id              uuid PRIMARY KEY REFERENCES settlement_run,
    -- The rules it was computed by: a spike is so many basis points of what is usual, and at least so much.
    spike_basis_points  int         NOT NULL CHECK (spike_basis_points > 10000),
    spike_least_fen     bigint      NOT NULL CHECK (spike_least_fen > 0),
    spike_least_members int         NOT NULL CHECK (spike_least_members > 0),
    -- The run that amounts are compared with: the last one of the province that was finished before; null for the first.
    before_run          uuid REFERENCES settlement_run,
    findings            int         NOT NULL CHECK (findings >= 0),
    findings_digest     bytea       NOT NULL CHECK (length(findings_digest) = 32),
    reviewed_at         timestamptz NOT NULL
);

-- What is odd, one row for a household and the pool in which it shows. fen: what it gets; against_fen: what that is held against.
-- about: the area of the link, the role of the relative or officer, or what was compared (EARLIER runs, the POOL's members).
CREATE TABLE settlement_finding (
    run_id       uuid   NOT NULL REFERENCES settlement_run,
    no           int    NOT NULL CHECK (no > 0),
    code         text   NOT NULL CHECK (code IN ('HOUSEHOLD_IN_TWO_AREAS','CADRE_RELATIVE','SPIKE')),
    pool_rank    int    NOT NULL,
    household_no bigint NOT NULL,
    fen          bigint NOT NULL,
    against_fen  bigint,
    about        text   NOT NULL,
    PRIMARY KEY (run_id, no),
    UNIQUE (run_id, code, pool_rank, household_no)
);

-- Why it stands, by somebody who did not prepare the run: for all findings of one code in one pool, or for one household of them.
-- The reason may name people and lies encrypted.
CREATE TABLE settlement_answer (
    id            uuid PRIMARY KEY,
    run_id        uuid        NOT NULL REFERENCES settlement_run,
    code          text        NOT NULL,
    pool_rank     int         NOT NULL,
    household_no  bigint,
    reason_cipher bytea       NOT NULL,
    answered_by     uuid        NOT NULL,
    answered_person uuid        NOT NULL,
    answered_at     timestamptz NOT NULL,
    CONSTRAINT settlement_answered_once UNIQUE NULLS NOT DISTINCT (run_id, code, pool_rank, household_no)
);

-- What changed most against the run before. subject: the household's number, the code of the village or county, or for a POOL its
-- rank, with what its link and leg get in this run and got in the last one that paid them.
CREATE TABLE settlement_change (
    run_id     uuid   NOT NULL REFERENCES settlement_run,
    kind       text   NOT NULL CHECK (kind IN ('POOL','COUNTY','VILLAGE','HOUSEHOLD')),
    no         int    NOT NULL CHECK (no > 0),
    subject    bigint NOT NULL,
    fen        bigint NOT NULL,
    before_fen bigint NOT NULL,
    PRIMARY KEY (run_id, kind, no)
);

DO $$ DECLARE kept text; BEGIN
    FOREACH kept IN ARRAY ARRAY['settlement_review', 'settlement_finding', 'settlement_answer', 'settlement_change'] LOOP
        EXECUTE format('CREATE TRIGGER %1$s_append_only BEFORE UPDATE OR DELETE ON %1$I
                            FOR EACH ROW EXECUTE FUNCTION platform_append_only()', kept);
        EXECUTE format('CREATE TRIGGER %1$s_no_truncate BEFORE TRUNCATE ON %1$I
                            FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only()', kept);
        EXECUTE format('REVOKE UPDATE, DELETE ON %I FROM bangxiao_service', kept);
    END LOOP;
END $$;

-- The digits that every area inside this one begins with: 45 for a province, 4512 for a prefecture.
CREATE FUNCTION settlement_area_prefix(area text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(area, '^(\d\d)0000$|^(\d{4})00$', '\1\2')
$$;

-- The findings without an answer.
CREATE VIEW settlement_open_finding AS
SELECT f.* FROM settlement_finding f
 WHERE NOT EXISTS (SELECT 1 FROM settlement_answer a WHERE a.run_id = f.run_id AND a.code = f.code AND a.pool_rank = f.pool_rank
                      AND (a.household_no IS NULL OR a.household_no = f.household_no));

-- The findings in words that do not change, hashed.
CREATE FUNCTION settlement_findings_digest(p_run uuid) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat('bangxiao-findings-1', E'\nrun: ', p_run, E'\n',
        (SELECT string_agg(concat(f.no, ' ', f.code, ' ', f.pool_rank, ' ', f.household_no, ' ', f.fen, ' ',
                                  coalesce(f.against_fen::text, '-'), ' ', f.about, E'\n'), '' ORDER BY f.no)
           FROM settlement_finding f WHERE f.run_id = p_run)), 'UTF8'))
$$;
-- What an approver puts a name to: the result, what was found odd in it and what was answered.
CREATE FUNCTION settlement_review_digest(p_run uuid) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat('bangxiao-review-1', E'\nrun: ', r.id, E'\nresult: ', encode(r.result_digest, 'hex'),
        E'\nfindings: ', encode(v.findings_digest, 'hex'), E'\n',
        (SELECT string_agg(concat('answer: ', a.code, ' ', a.pool_rank, ' ', coalesce(a.household_no::text, '*'), ' ',
                                  a.answered_person, ' ', encode(sha256(a.reason_cipher), 'hex'), E'\n'), ''
                           ORDER BY a.code, a.pool_rank, a.household_no NULLS FIRST)
           FROM settlement_answer a WHERE a.run_id = r.id)), 'UTF8'))
      FROM settlement_run r JOIN settlement_review v ON v.run_id = r.id WHERE r.id = p_run
$$;

-- Nobody answers what is found in their own run, nor what was not found, nor once the run is approved.
CREATE FUNCTION settlement_answer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE run settlement_run;
BEGIN
    SELECT * INTO run FROM settlement_run WHERE id = NEW.run_id FOR SHARE;
    IF run.prepared_person = NEW.answered_person THEN
        RAISE EXCEPTION 'prepared by the same person' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_answer_four_eyes';
    END IF;
    IF run.state <> 'PREPARED' OR NOT EXISTS (SELECT 1 FROM settlement_finding f WHERE f.run_id = NEW.run_id AND f.code = NEW.code
            AND f.pool_rank = NEW.pool_rank AND (NEW.household_no IS NULL OR NEW.household_no = f.household_no)) THEN
        RAISE EXCEPTION 'nothing to answer in run %', NEW.run_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_answer_to_a_finding';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settlement_answer_guard BEFORE INSERT ON settlement_answer FOR EACH ROW EXECUTE FUNCTION settlement_answer_guard();

-- A run is approved once everything odd in it is answered, and exactly as the approver saw it. After the row's own checks.
ALTER TABLE settlement_run ADD COLUMN approved_digest bytea CHECK (length(approved_digest) = 32);
CREATE FUNCTION settlement_run_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM settlement_open_finding WHERE run_id = NEW.id) THEN
        RAISE EXCEPTION 'run % has findings without an answer', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_findings_answered';
    END IF;
    IF NEW.approved_digest IS DISTINCT FROM settlement_review_digest(NEW.id) OR NOT EXISTS (SELECT 1 FROM settlement_review
            WHERE run_id = NEW.id AND findings_digest = settlement_findings_digest(NEW.id)) THEN
        RAISE EXCEPTION 'run % is not what was reviewed', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_approved_as_reviewed';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER settlement_run_guard AFTER UPDATE OF state ON settlement_run FOR EACH ROW
    WHEN (NEW.state = 'APPROVED' AND OLD.state <> 'APPROVED') EXECUTE FUNCTION settlement_run_guard();
