-- Praise and criticism in public (红黑榜). Entries stay for ever; one comes off a list by a decision only.
CREATE TABLE supervision_list_entry (
    id              uuid PRIMARY KEY,
    number          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    list            text        NOT NULL CHECK (list IN ('RED','BLACK')),
    region          text        NOT NULL,
    -- A supplier, or the county itself where none is named.
    organisation_id uuid REFERENCES organisation,
    county_code     text        NOT NULL CHECK (county_code ~ '^\d{6}$'),
    name_zh         text        NOT NULL,
    name_en         text        NOT NULL DEFAULT '',
    reason          text        NOT NULL CHECK (length(reason) BETWEEN 2 AND 2000),
    evidence        text        NOT NULL CHECK (length(evidence) BETWEEN 2 AND 2000),
    case_id         uuid REFERENCES supervision_case,
    finding_id      uuid REFERENCES supervision_finding,
    -- What keeps the supplier from applying and selling while the entry stands.
    blacklisting_id uuid REFERENCES organisation_blacklisting,
    CONSTRAINT supervision_black_means_blacklisted CHECK (
        (blacklisting_id IS NOT NULL) = (list = 'BLACK' AND organisation_id IS NOT NULL)),
    due_on          date,
    entered_by      uuid        NOT NULL,
    entered_person  uuid        NOT NULL,
    entered_at      timestamptz NOT NULL,
    outcome         text CHECK (outcome IN ('MENDED','NOT_MENDED')),
    outcome_note    text CHECK (length(outcome_note) BETWEEN 2 AND 2000),
    outcome_at      timestamptz,
    removed_by      uuid,
    removed_person  uuid,
    removed_at      timestamptz,
    removal_reason  text CHECK (length(removal_reason) BETWEEN 2 AND 2000),
    demo            boolean     NOT NULL DEFAULT false,
    CHECK (list = 'RED' OR due_on IS NOT NULL),
    CHECK ((outcome IS NULL) = (outcome_note IS NULL) AND (outcome IS NULL) = (outcome_at IS NULL)),
    CONSTRAINT supervision_removed_by_decision CHECK ((removed_at IS NULL) = (removal_reason IS NULL)
        AND (removed_at IS NULL) = (removed_by IS NULL) AND (removed_at IS NULL) = (removed_person IS NULL))
);
CREATE UNIQUE INDEX supervision_listed_once ON supervision_list_entry (list, county_code, organisation_id) NULLS NOT DISTINCT
    WHERE removed_at IS NULL;
CREATE INDEX ON supervision_list_entry (list, number);

CREATE FUNCTION supervision_list_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.removed_at IS NOT NULL OR (OLD.outcome IS NOT NULL AND OLD.outcome <> NEW.outcome)
       OR to_jsonb(OLD) - '{outcome,outcome_note,outcome_at,removed_by,removed_person,removed_at,removal_reason}'::text[]
          <> to_jsonb(NEW) - '{outcome,outcome_note,outcome_at,removed_by,removed_person,removed_at,removal_reason}'::text[])) THEN
        RAISE EXCEPTION 'an entry of the lists is frozen'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'supervision_list_entry_is_frozen';
    END IF;
    IF NEW.organisation_id IS NOT NULL AND (supervision_acts_for(NEW.entered_person, NEW.organisation_id)
       OR supervision_acts_for(NEW.removed_person, NEW.organisation_id)) THEN
        RAISE EXCEPTION 'violates constraint "supervision_nobody_decides_on_their_own"'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'supervision_nobody_decides_on_their_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER supervision_list_entry_guard BEFORE INSERT OR UPDATE OR DELETE ON supervision_list_entry
    FOR EACH ROW EXECUTE FUNCTION supervision_list_entry_guard();
CREATE TRIGGER supervision_list_entry_no_truncate BEFORE TRUNCATE ON supervision_list_entry
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
