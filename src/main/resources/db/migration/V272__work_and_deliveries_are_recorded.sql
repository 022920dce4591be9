-- Work of a person on a day, or a delivery over the scales: each once, struck out with a reason where it was wrong.
-- units: minutes, pieces or grams, as unit says. price_fen: the market's for a kilogram on that day.
CREATE TABLE household_record (
    id              uuid PRIMARY KEY,
    link_id         uuid   NOT NULL,
    organisation_id uuid   NOT NULL,
    kind            text   NOT NULL CHECK (kind IN ('WAGES','PRODUCE')),
    household_id    uuid   NOT NULL REFERENCES household,
    person_no       int    CHECK (person_no BETWEEN 1 AND 30),
    day             date   NOT NULL,
    slip            text   NOT NULL CHECK (slip ~ '^\S{1,40}$'),
    unit            text   NOT NULL CHECK (unit IN ('MINUTE','PIECE','GRAM')),
    units           bigint NOT NULL CHECK (units BETWEEN 1 AND 1000000000),
    price_fen       bigint CHECK (price_fen BETWEEN 0 AND 100000000),
    lot             text   CHECK (length(lot) BETWEEN 1 AND 40),
    recorded_by     uuid   NOT NULL,
    recorded_person uuid   NOT NULL,
    recorded_at     timestamptz NOT NULL,
    struck_by       uuid,
    struck_person   uuid,
    struck_at       timestamptz,
    struck_because  text   CHECK (length(struck_because) BETWEEN 2 AND 200),
    FOREIGN KEY (link_id, kind, organisation_id) REFERENCES household_benefit_link (id, kind, organisation_id),
    CHECK ((kind = 'PRODUCE') = (unit = 'GRAM')),
    CHECK ((kind = 'WAGES') = (person_no IS NOT NULL)),
    CHECK ((kind = 'PRODUCE') = (price_fen IS NOT NULL) AND (kind = 'PRODUCE' OR lot IS NULL)),
    -- A day has no more minutes.
    CONSTRAINT household_day_has_an_end CHECK (unit <> 'MINUTE' OR units <= 1440),
    CHECK ((struck_at IS NULL) = (struck_because IS NULL) AND (struck_at IS NULL) = (struck_by IS NULL)
           AND (struck_at IS NULL) = (struck_person IS NULL))
);
CREATE UNIQUE INDEX household_slip_once ON household_record (organisation_id, slip) WHERE struck_at IS NULL;
CREATE UNIQUE INDEX household_works_once_a_day ON household_record (link_id, household_id, person_no, day)
    WHERE kind = 'WAGES' AND struck_at IS NULL;
CREATE INDEX ON household_record (link_id, day, id);
CREATE INDEX ON household_record (household_id);

CREATE FUNCTION household_record_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE struck text[] := ARRAY['struck_by', 'struck_person', 'struck_at', 'struck_because'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.struck_at IS NOT NULL OR to_jsonb(OLD) - struck <> to_jsonb(NEW) - struck THEN
        RAISE EXCEPTION 'a record stands until it is struck out'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'household_record_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER household_record_stands BEFORE UPDATE OR DELETE ON household_record
    FOR EACH ROW EXECUTE FUNCTION household_record_stands();

-- What an enterprise earned in a period that closes with this month, or a village's project brought in it: once each.
CREATE TABLE household_income (
    link_id         uuid   NOT NULL,
    organisation_id uuid   NOT NULL,
    kind            text   NOT NULL CHECK (kind IN ('SHARES','ASSET')),
    month           int    NOT NULL CHECK (month BETWEEN 201601 AND 209912 AND month % 100 BETWEEN 1 AND 12),
    income_fen      bigint NOT NULL CHECK (income_fen BETWEEN 0 AND 100000000000000),
    paper           text   NOT NULL CHECK (length(paper) BETWEEN 2 AND 80),
    recorded_by     uuid   NOT NULL,
    recorded_person uuid   NOT NULL,
    recorded_at     timestamptz NOT NULL,
    CONSTRAINT household_income_once PRIMARY KEY (link_id, month),
    FOREIGN KEY (link_id, kind, organisation_id) REFERENCES household_benefit_link (id, kind, organisation_id)
);
CREATE TRIGGER household_income_append_only BEFORE UPDATE OR DELETE ON household_income
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
