-- What stood before the officer, its digest, and the application as it was: so that a later reader sees what was judged,
-- and the next officer what has changed since. A case is decided once in each of its versions.
ALTER TABLE certification_decision
    ADD COLUMN case_version int,
    ADD COLUMN seen         text CHECK (seen ~ '^[0-9a-f]{64}$'),
    ADD COLUMN files        text NOT NULL DEFAULT '[]' CHECK (files IS JSON ARRAY),
    ADD COLUMN snapshot     text NOT NULL DEFAULT '{}' CHECK (snapshot IS JSON OBJECT),
    ADD COLUMN points       text NOT NULL DEFAULT '[]' CHECK (points IS JSON ARRAY),
    ADD CONSTRAINT certification_points_belong_to_a_return CHECK (outcome = 'RETURN' OR points = '[]');
COMMENT ON COLUMN certification_decision.seen IS 'SHA-256 of what was shown, in hexadecimal digits';
CREATE UNIQUE INDEX certification_case_decided_once ON certification_decision (application_id, case_version)
    WHERE outcome IN ('PASS','RETURN','REJECT');

CREATE OR REPLACE FUNCTION certification_decision_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM certification_decision d WHERE d.application_id = NEW.application_id
                 AND d.person_id = NEW.person_id AND d.level <> NEW.level) THEN
        RAISE EXCEPTION 'violates constraint "certification_person_acts_at_one_level"'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'certification_person_acts_at_one_level';
    END IF;
    IF NEW.outcome LIKE 'OBJECTION_%' AND EXISTS (SELECT 1 FROM certification_decision d
               WHERE d.application_id = NEW.application_id AND d.person_id = NEW.person_id AND d.outcome = 'PASS') THEN
        RAISE EXCEPTION 'violates constraint "certification_who_passed_answers_no_objection"'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'certification_who_passed_answers_no_objection';
    END IF;
    IF EXISTS (SELECT 1 FROM certification_application a WHERE a.id = NEW.application_id
                 AND (a.applicant_person_id = NEW.person_id
                   OR EXISTS (SELECT 1 FROM identity_account own JOIN identity_grant g ON g.account_id = own.id
                               WHERE own.person_id = NEW.person_id AND g.organisation_id = a.organisation_id))) THEN
        RAISE EXCEPTION 'violates constraint "certification_nobody_decides_on_their_own"'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'certification_nobody_decides_on_their_own';
    END IF;
    RETURN NEW;
END $$;
