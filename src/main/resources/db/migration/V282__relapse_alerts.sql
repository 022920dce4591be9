-- A household that was lifted or is monitored, and whose income credited here says that it may fall back. Opened by the look at a
-- month, dealt with by the county: OPEN, MEASURE, then RESOLVED or DISMISSED.
CREATE TABLE monitoring_alert (
    id           uuid PRIMARY KEY DEFAULT uuidv7(),
    number       bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    household_id uuid        NOT NULL REFERENCES household,
    village_code text        NOT NULL CHECK (village_code ~ '^\d{12}$'),
    rule         text        NOT NULL CHECK (rule IN ('BELOW_LINE','DROPPED')),
    -- The newest month that was looked at, yyyymm, and the household's standing and size at its end.
    month        int         NOT NULL CHECK (month % 100 BETWEEN 1 AND 12),
    standing     text        NOT NULL CHECK (standing IN ('LIFTED','MONITORED')),
    persons      int         NOT NULL CHECK (persons > 0),
    -- Credited in the twelve months up to it, in the twelve before those, and what the former should have come to.
    year_fen     bigint      NOT NULL CHECK (year_fen >= 0),
    before_fen   bigint      NOT NULL CHECK (before_fen >= 0),
    expected_fen bigint      NOT NULL CHECK (expected_fen > year_fen),
    opened_at    timestamptz NOT NULL,
    state        text        NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN','MEASURE','RESOLVED','DISMISSED')),
    measure_kind text CHECK (measure_kind IN ('JOB','INDUSTRY','LOAN','INSURANCE','ALLOWANCE','OTHER')),
    measure      text CHECK (length(measure) BETWEEN 2 AND 500),
    measured_by  uuid,
    measured_at  timestamptz,
    reason       text CHECK (length(reason) BETWEEN 2 AND 500),
    ended_by     uuid,
    ended_at     timestamptz,
    demo         boolean     NOT NULL DEFAULT false,
    CONSTRAINT monitoring_looked_at_once UNIQUE (household_id, rule, month),
    CHECK (num_nulls(measure_kind, measure, measured_by, measured_at) IN (0, 4)),
    CHECK (num_nulls(reason, ended_by, ended_at) IN (0, 3)),
    CHECK (state NOT IN ('MEASURE','RESOLVED') OR measure IS NOT NULL),
    CHECK ((state IN ('RESOLVED','DISMISSED')) = (reason IS NOT NULL))
);
CREATE UNIQUE INDEX monitoring_one_open_alert ON monitoring_alert (household_id, rule) WHERE state IN ('OPEN','MEASURE');
CREATE INDEX ON monitoring_alert (village_code text_pattern_ops, number);

-- What was found stays as it was found, what was ended as it was ended, and no step is left out.
CREATE FUNCTION monitoring_alert_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.state, NEW.state) NOT IN (('OPEN','MEASURE'), ('OPEN','DISMISSED'), ('MEASURE','RESOLVED'),
                                                          ('MEASURE','DISMISSED'))
       OR to_jsonb(OLD) - '{state,measure_kind,measure,measured_by,measured_at,reason,ended_by,ended_at}'::text[]
          <> to_jsonb(NEW) - '{state,measure_kind,measure,measured_by,measured_at,reason,ended_by,ended_at}'::text[]
       OR (OLD.measure IS NOT NULL AND OLD.measure <> NEW.measure) THEN
        RAISE EXCEPTION 'an alert is frozen'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'monitoring_alert_is_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER monitoring_alert_guard BEFORE UPDATE OR DELETE ON monitoring_alert
    FOR EACH ROW EXECUTE FUNCTION monitoring_alert_guard();
CREATE TRIGGER monitoring_alert_no_truncate BEFORE TRUNCATE ON monitoring_alert
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
