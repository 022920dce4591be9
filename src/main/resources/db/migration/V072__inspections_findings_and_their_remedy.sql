-- A draw that anybody can repeat: the suppliers in the order of SHA-256 over seed and id, the first so many.
CREATE FUNCTION supervision_drawn(p_seed text, p_population uuid[], p_wanted int) RETURNS uuid[] LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(array_agg(id ORDER BY place), '{}')
      FROM (SELECT id, row_number() OVER (ORDER BY sha256(convert_to(p_seed || id::text, 'UTF8'))) AS place
              FROM unnest(p_population) AS id) x
     WHERE place <= p_wanted
$$;

CREATE TABLE supervision_draw (
    id           uuid PRIMARY KEY,
    number       bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    region       text        NOT NULL,
    area_code    text        NOT NULL,
    seed         text        NOT NULL CHECK (length(seed) >= 32),
    population   uuid[]      NOT NULL,
    wanted       int         NOT NULL CHECK (wanted BETWEEN 1 AND 100),
    drawn        uuid[]      NOT NULL,
    drawn_by     uuid        NOT NULL,
    drawn_person uuid        NOT NULL,
    drawn_at     timestamptz NOT NULL,
    CONSTRAINT supervision_draw_can_be_repeated CHECK (drawn = supervision_drawn(seed, population, wanted))
);
CREATE TRIGGER supervision_draw_append_only BEFORE UPDATE OR DELETE ON supervision_draw
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();

-- A visit that the inspected do not know of until it is done.
CREATE TABLE supervision_inspection (
    id              uuid PRIMARY KEY,
    number          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    region          text        NOT NULL,
    organisation_id uuid        NOT NULL REFERENCES organisation,
    county_code     text        NOT NULL CHECK (county_code ~ '^\d{6}$'),
    chosen_by       text        NOT NULL CHECK (chosen_by IN ('DRAW','RISK','CASE','OFFICER')),
    draw_id         uuid REFERENCES supervision_draw,
    case_id         uuid REFERENCES supervision_case,
    -- What the choice was made from: the parts of the score, the place in the draw.
    facts           jsonb       NOT NULL DEFAULT '{}',
    reason          text        NOT NULL DEFAULT '',
    ordered_by      uuid        NOT NULL,
    ordered_person  uuid        NOT NULL,
    ordered_at      timestamptz NOT NULL,
    summary         text CHECK (length(summary) BETWEEN 2 AND 4000),
    done_by         uuid,
    done_person     uuid,
    done_at         timestamptz,
    demo            boolean     NOT NULL DEFAULT false,
    CHECK ((chosen_by = 'DRAW') = (draw_id IS NOT NULL) AND (chosen_by = 'CASE') = (case_id IS NOT NULL)),
    CHECK ((done_at IS NULL) = (summary IS NULL) AND (done_at IS NULL) = (done_by IS NULL) AND (done_at IS NULL) = (done_person IS NULL))
);
CREATE UNIQUE INDEX supervision_one_open_inspection ON supervision_inspection (organisation_id) WHERE done_at IS NULL;
CREATE INDEX ON supervision_inspection (county_code text_pattern_ops, number);

-- What was found wrong: by an inspection, or ordered mended in a case. Closed by somebody else than whoever found it.
CREATE TABLE supervision_finding (
    id              uuid PRIMARY KEY,
    number          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    inspection_id   uuid REFERENCES supervision_inspection,
    case_id         uuid REFERENCES supervision_case,
    region          text        NOT NULL,
    organisation_id uuid        NOT NULL REFERENCES organisation,
    county_code     text        NOT NULL CHECK (county_code ~ '^\d{6}$'),
    severity        text        NOT NULL CHECK (severity IN ('MINOR','MAJOR','SEVERE')),
    content         text        NOT NULL CHECK (length(content) BETWEEN 2 AND 4000),
    state           text        NOT NULL CHECK (state IN ('FOUND','ORDERED','PROVEN','CLOSED')),
    found_by        uuid        NOT NULL,
    found_person    uuid        NOT NULL,
    found_at        timestamptz NOT NULL,
    -- From when on the supplier may see it: the end of the inspection, or the order in a case.
    published_at    timestamptz,
    -- One of the pack's levels; where it waits.
    level           text        NOT NULL CHECK (level <> ''),
    due_on          date        NOT NULL,
    escalated_at    timestamptz,
    measure         text CHECK (length(measure) BETWEEN 2 AND 2000),
    measure_due_on  date,
    closed_by       uuid,
    closed_person   uuid,
    closed_at       timestamptz,
    demo            boolean     NOT NULL DEFAULT false,
    CHECK ((inspection_id IS NULL) <> (case_id IS NULL)),
    CHECK (state = 'FOUND' OR (measure IS NOT NULL AND measure_due_on IS NOT NULL AND published_at IS NOT NULL)),
    CHECK ((state = 'CLOSED') = (closed_at IS NOT NULL) AND (state = 'CLOSED') = (closed_person IS NOT NULL)
       AND (state = 'CLOSED') = (closed_by IS NOT NULL)),
    CONSTRAINT supervision_closed_by_somebody_else CHECK (closed_person <> found_person)
);
CREATE INDEX ON supervision_finding (inspection_id);
CREATE INDEX ON supervision_finding (case_id);
CREATE INDEX ON supervision_finding (organisation_id, number);
CREATE INDEX supervision_finding_open ON supervision_finding (number) INCLUDE (county_code) WHERE state <> 'CLOSED';
CREATE INDEX supervision_finding_due ON supervision_finding (due_on) WHERE state <> 'CLOSED';

CREATE FUNCTION supervision_finding_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.state = 'CLOSED'
       OR (OLD.id, OLD.content, OLD.severity, OLD.organisation_id, OLD.found_person, OLD.found_at)
          IS DISTINCT FROM (NEW.id, NEW.content, NEW.severity, NEW.organisation_id, NEW.found_person, NEW.found_at))) THEN
        RAISE EXCEPTION 'a finding is frozen'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'supervision_finding_is_frozen';
    END IF;
    IF supervision_acts_for(NEW.found_person, NEW.organisation_id) OR supervision_acts_for(NEW.closed_person, NEW.organisation_id) THEN
        RAISE EXCEPTION 'violates constraint "supervision_nobody_decides_on_their_own"'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'supervision_nobody_decides_on_their_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER supervision_finding_guard BEFORE INSERT OR UPDATE OR DELETE ON supervision_finding
    FOR EACH ROW EXECUTE FUNCTION supervision_finding_guard();

-- What happened to a finding, with the words and pictures of each step.
CREATE TABLE supervision_step (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    finding_id uuid        NOT NULL REFERENCES supervision_finding,
    kind       text        NOT NULL CHECK (kind IN ('FOUND','ORDERED','PROVEN','SENT_BACK','CLOSED','ESCALATED')),
    content    text        NOT NULL DEFAULT '',
    account_id uuid,
    person_id  uuid,
    at         timestamptz NOT NULL
);
CREATE INDEX ON supervision_step (finding_id, id);
CREATE TRIGGER supervision_step_append_only BEFORE UPDATE OR DELETE ON supervision_step
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();

CREATE TABLE supervision_step_picture (
    step_id  bigint NOT NULL REFERENCES supervision_step,
    position int    NOT NULL CHECK (position BETWEEN 0 AND 19),
    sha256   bytea  NOT NULL REFERENCES document_content,
    PRIMARY KEY (step_id, position)
);
CREATE TRIGGER supervision_step_picture_append_only BEFORE UPDATE OR DELETE ON supervision_step_picture
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
