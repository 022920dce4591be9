-- One look a day at one cause in one region: whoever writes the row looks, everybody else has nothing left to do.
CREATE TABLE supervision_look (
    region    text        NOT NULL,
    cause     text        NOT NULL,
    day       date        NOT NULL,
    looked_at timestamptz NOT NULL,
    opened    int         NOT NULL DEFAULT 0 CHECK (opened >= 0),
    PRIMARY KEY (region, cause, day)
);

-- What the watch found, once for a subject and a period, with the figures of that day. It waits at a level until it is decided.
CREATE TABLE supervision_case (
    id              uuid PRIMARY KEY DEFAULT uuidv7(),
    number          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    region          text        NOT NULL,
    pack_version    text        NOT NULL,
    cause           text        NOT NULL CHECK (cause IN ('DOCUMENT_EXPIRED','CAPACITY_NEAR','CAPACITY_EXCEEDED','NO_CREDIT',
                                                          'PRICE_ABOVE_BAND','COMPLAINT_RATE','COUNTY_NOT_ENTITLED')),
    subject_id      uuid        NOT NULL,
    period          text        NOT NULL CHECK (period <> ''),
    organisation_id uuid        NOT NULL REFERENCES organisation,
    product_id      uuid,
    county_code     text        NOT NULL CHECK (county_code ~ '^\d{6}$'),
    name_zh         text        NOT NULL,
    name_en         text        NOT NULL DEFAULT '',
    facts           jsonb       NOT NULL,
    opened_at       timestamptz NOT NULL,
    -- One of the pack's levels; where it waits.
    level           text        NOT NULL CHECK (level <> ''),
    due_on          date        NOT NULL,
    escalated_at    timestamptz,
    outcome         text CHECK (outcome IN ('DISMISSED','MEASURE_ORDERED','CERTIFICATE_SUSPENDED','INSPECTION_ORDERED')),
    reason          text CHECK (length(reason) BETWEEN 2 AND 2000),
    decided_by      uuid,
    decided_person  uuid,
    decided_at      timestamptz,
    demo            boolean     NOT NULL DEFAULT false,
    CONSTRAINT supervision_case_opened_once UNIQUE (cause, subject_id, period),
    CHECK ((outcome IS NULL) = (reason IS NULL) AND (outcome IS NULL) = (decided_at IS NULL)
       AND (outcome IS NULL) = (decided_by IS NULL) AND (outcome IS NULL) = (decided_person IS NULL)),
    CHECK (outcome <> 'CERTIFICATE_SUSPENDED' OR product_id IS NOT NULL)
);
CREATE INDEX supervision_case_open ON supervision_case (number) INCLUDE (county_code) WHERE outcome IS NULL;
CREATE INDEX supervision_case_due ON supervision_case (due_on) WHERE outcome IS NULL;
CREATE INDEX ON supervision_case (county_code text_pattern_ops, number);
CREATE INDEX ON supervision_case (organisation_id) WHERE outcome IS NULL;

-- Whether a natural person acts for an organisation, under whichever account.
CREATE FUNCTION supervision_acts_for(p_person uuid, p_organisation uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM identity_account own JOIN identity_grant g ON g.account_id = own.id
                    WHERE own.person_id = p_person AND g.organisation_id = p_organisation)
$$;

-- What was found stays as it was found, what was decided as it was decided, and nobody decides on their own.
CREATE FUNCTION supervision_case_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.outcome IS NOT NULL
       OR to_jsonb(OLD) - '{level,due_on,escalated_at,outcome,reason,decided_by,decided_person,decided_at}'::text[]
          <> to_jsonb(NEW) - '{level,due_on,escalated_at,outcome,reason,decided_by,decided_person,decided_at}'::text[] THEN
        RAISE EXCEPTION 'a case of the watch is frozen'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'supervision_case_is_frozen';
    END IF;
    IF NEW.decided_person IS NOT NULL AND supervision_acts_for(NEW.decided_person, NEW.organisation_id) THEN
        RAISE EXCEPTION 'violates constraint "supervision_nobody_decides_on_their_own"'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'supervision_nobody_decides_on_their_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER supervision_case_guard BEFORE UPDATE OR DELETE ON supervision_case
    FOR EACH ROW EXECUTE FUNCTION supervision_case_guard();
CREATE TRIGGER supervision_case_no_truncate BEFORE TRUNCATE ON supervision_case
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

-- What is on sale, by what it can be compared with: fen a gram within a category, or fen a package where it has no weight.
CREATE FUNCTION supervision_like_goods(p_region text)
RETURNS TABLE (product_id uuid, organisation_id uuid, county_code text, name_zh text, name_en text, price_fen bigint, kind text,
               unit text, rate numeric, scale int) LANGUAGE sql STABLE AS $$
    SELECT l.product_id, l.organisation_id, l.county_code, l.name_zh, l.name_en, l.price_fen,
           l.category || CASE WHEN l.net_weight_grams IS NULL THEN ':' || l.unit ELSE '' END,
           CASE WHEN l.net_weight_grams IS NULL THEN l.unit ELSE '500g' END,
           l.price_fen::numeric / coalesce(l.net_weight_grams, 1),
           CASE WHEN l.net_weight_grams IS NULL THEN 1 ELSE 500 END
      FROM catalogue_listing l
     WHERE l.region = p_region AND l.state = 'ON_SALE' AND l.certificate_valid
$$;
