-- A supplier's request that one product be found worthy of the mark (认定). The steps come from the policy pack it was submitted under.
CREATE TABLE certification_application (
    id                  uuid PRIMARY KEY,
    version             int         NOT NULL DEFAULT 0,
    product_id          uuid        NOT NULL UNIQUE,
    organisation_id     uuid        NOT NULL REFERENCES organisation,
    region              text        NOT NULL,
    pack_version        text        NOT NULL,
    state               text        NOT NULL CHECK (state IN ('DRAFT','IN_REVIEW','ON_NOTICE','OBJECTED',
                                                              'RETURNED','REJECTED','WITHDRAWN','CERTIFIED')),
    step                text,
    step_entered_at     timestamptz NOT NULL,
    notice_ends_on      date,
    name_zh             text        NOT NULL CHECK (length(name_zh) BETWEEN 2 AND 60),
    name_en             text        NOT NULL DEFAULT '',
    category            text        NOT NULL,
    county_code         text        NOT NULL,
    package_unit        text        NOT NULL,
    net_weight_grams    bigint CHECK (net_weight_grams > 0),
    price_fen           bigint      NOT NULL CHECK (price_fen > 0),
    yearly_capacity     bigint      NOT NULL CHECK (yearly_capacity > 0),
    harvest_months      int[]       NOT NULL,
    perishable          boolean     NOT NULL,
    geographical_indication boolean NOT NULL DEFAULT false,
    link_id             uuid        NOT NULL,
    fee_basis_points    int         NOT NULL CHECK (fee_basis_points BETWEEN 0 AND 10000),
    floor_fen_per_unit  bigint      NOT NULL CHECK (floor_fen_per_unit BETWEEN 0 AND price_fen),
    dividend_basis_points int       NOT NULL CHECK (dividend_basis_points BETWEEN 0 AND 10000),
    checks              text        NOT NULL DEFAULT '[]' CHECK (checks IS JSON ARRAY),
    reason_zh           text        NOT NULL DEFAULT '',
    reason_en           text        NOT NULL DEFAULT '',
    applicant_id        uuid        NOT NULL,
    applicant_person_id uuid        NOT NULL,
    passed_by           uuid,
    criterion           text,
    agreement_id        uuid,
    created_at          timestamptz NOT NULL,
    submitted_at        timestamptz,
    demo                boolean     NOT NULL DEFAULT false,
    CHECK (state NOT IN ('IN_REVIEW','ON_NOTICE','OBJECTED') OR step IS NOT NULL),
    CHECK ((state = 'ON_NOTICE') = (notice_ends_on IS NOT NULL)),
    CHECK (state NOT IN ('REJECTED','RETURNED') OR reason_zh <> ''),
    CHECK (state <> 'CERTIFIED' OR (passed_by IS NOT NULL AND passed_by <> applicant_person_id AND criterion IS NOT NULL))
);
CREATE INDEX ON certification_application (organisation_id, created_at DESC, id DESC);
CREATE INDEX ON certification_application (step_entered_at, id);
CREATE INDEX ON certification_application (county_code text_pattern_ops, state, step_entered_at);
CREATE INDEX ON certification_application (notice_ends_on) WHERE state = 'ON_NOTICE';
CREATE INDEX ON certification_application (region, category) WHERE state = 'CERTIFIED';
CREATE INDEX ON certification_application (id) WHERE state = 'CERTIFIED' AND agreement_id IS NULL;

-- Every decision under the officer's own name, with the figures seen. A natural person acts at one level of an
-- application only, and never on what is their own.
CREATE TABLE certification_decision (
    id             uuid PRIMARY KEY,
    application_id uuid        NOT NULL REFERENCES certification_application,
    step           text        NOT NULL,
    level          text        NOT NULL CHECK (level IN ('COUNTY','CITY','REGION')),
    account_id     uuid        NOT NULL,
    person_id      uuid        NOT NULL,
    outcome        text        NOT NULL CHECK (outcome IN ('PASS','RETURN','REJECT','OBJECTION_DISMISSED','OBJECTION_UPHELD')),
    reason         text        NOT NULL DEFAULT '',
    figures        text        NOT NULL CHECK (figures IS JSON),
    pack_version   text        NOT NULL,
    decided_at     timestamptz NOT NULL,
    CHECK (outcome = 'PASS' OR reason <> '')
);
CREATE INDEX ON certification_decision (application_id, decided_at);
CREATE TRIGGER certification_decision_append_only BEFORE UPDATE OR DELETE ON certification_decision
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();

CREATE FUNCTION certification_decision_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM certification_decision d WHERE d.application_id = NEW.application_id
                 AND d.person_id = NEW.person_id AND d.level <> NEW.level) THEN
        RAISE EXCEPTION 'violates constraint "certification_person_acts_at_one_level"'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'certification_person_acts_at_one_level';
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
CREATE TRIGGER certification_decision_guard BEFORE INSERT ON certification_decision
    FOR EACH ROW EXECUTE FUNCTION certification_decision_guard();

-- What anyone may read while objections are possible; the announcement stays for ever.
CREATE TABLE certification_notice (
    id             uuid PRIMARY KEY,
    application_id uuid        NOT NULL REFERENCES certification_application,
    kind           text        NOT NULL CHECK (kind IN ('NOTICE','ANNOUNCEMENT')),
    step           text        NOT NULL,
    posted_at      timestamptz NOT NULL,
    ends_on        date,
    stopped_at     timestamptz,
    days_left      int CHECK (days_left >= 0),
    UNIQUE (application_id, step, posted_at),
    CHECK ((stopped_at IS NULL) = (days_left IS NULL)),
    CHECK ((kind = 'NOTICE') = (ends_on IS NOT NULL))
);
CREATE INDEX ON certification_notice (kind, posted_at DESC);

CREATE TABLE certification_objection (
    id             uuid PRIMARY KEY,
    notice_id      uuid        NOT NULL REFERENCES certification_notice,
    receipt        text        NOT NULL UNIQUE,
    content        text        NOT NULL CHECK (length(content) BETWEEN 10 AND 4000),
    contact_cipher bytea,
    lodged_at      timestamptz NOT NULL,
    outcome        text CHECK (outcome IN ('UPHELD','DISMISSED')),
    outcome_reason text,
    decided_by     uuid,
    decided_at     timestamptz,
    CHECK ((outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (decided_by IS NULL))
);
CREATE INDEX ON certification_objection (notice_id, lodged_at);

CREATE TABLE certification_certificate (
    id              uuid PRIMARY KEY,
    number          text        NOT NULL UNIQUE,
    application_id  uuid        NOT NULL UNIQUE REFERENCES certification_application,
    product_id      uuid        NOT NULL UNIQUE,
    organisation_id uuid        NOT NULL,
    region          text        NOT NULL,
    pack_version    text        NOT NULL,
    name_zh         text        NOT NULL,
    name_en         text        NOT NULL,
    category        text        NOT NULL,
    county_code     text        NOT NULL,
    criterion       text        NOT NULL,
    yearly_capacity bigint      NOT NULL,
    issued_on       date        NOT NULL,
    valid_to        date        NOT NULL CHECK (valid_to > issued_on),
    state           text        NOT NULL DEFAULT 'VALID' CHECK (state IN ('VALID','SUSPENDED','REVOKED')),
    state_reason    text,
    state_since     timestamptz NOT NULL
);
CREATE INDEX ON certification_certificate (organisation_id);

-- What became of a certificate, so that a sale reported late is judged by the day it was made on.
CREATE TABLE certification_certificate_change (
    certificate_id uuid        NOT NULL REFERENCES certification_certificate,
    since          timestamptz NOT NULL,
    state          text        NOT NULL CHECK (state IN ('VALID','SUSPENDED','REVOKED')),
    reason         text        NOT NULL CHECK (reason <> ''),
    account_id     uuid        NOT NULL,
    PRIMARY KEY (certificate_id, since)
);
CREATE TRIGGER certification_certificate_change_append_only BEFORE UPDATE OR DELETE ON certification_certificate_change
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
