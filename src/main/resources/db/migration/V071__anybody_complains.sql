-- What a buyer complains of about a product and its seller; how to reach the buyer is sealed.
CREATE TABLE supervision_complaint (
    id              uuid PRIMARY KEY,
    number          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    receipt         text        NOT NULL CONSTRAINT supervision_complaint_receipt UNIQUE,
    listing_id      uuid        NOT NULL,
    product_id      uuid        NOT NULL,
    organisation_id uuid        NOT NULL REFERENCES organisation,
    region          text        NOT NULL,
    county_code     text        NOT NULL CHECK (county_code ~ '^\d{6}$'),
    name_zh         text        NOT NULL,
    name_en         text        NOT NULL DEFAULT '',
    about           text        NOT NULL CHECK (about IN ('QUALITY','PRICE','ORIGIN','DESCRIPTION','SERVICE','OTHER')),
    content         text        NOT NULL CHECK (length(content) BETWEEN 10 AND 4000),
    contact_cipher  bytea,
    -- A keyed digest of where it came from, to count by; the address itself is not kept.
    sender_digest   bytea       NOT NULL,
    lodged_at       timestamptz NOT NULL,
    answer          text CHECK (length(answer) BETWEEN 2 AND 2000),
    answered_by     uuid,
    answered_person uuid,
    answered_at     timestamptz,
    demo            boolean     NOT NULL DEFAULT false,
    CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)
       AND (answer IS NULL) = (answered_person IS NULL))
);
CREATE INDEX ON supervision_complaint (product_id, lodged_at);
CREATE INDEX ON supervision_complaint (region, lodged_at);
CREATE INDEX ON supervision_complaint (sender_digest, lodged_at);
CREATE INDEX ON supervision_complaint (number) INCLUDE (county_code) WHERE answer IS NULL;

CREATE FUNCTION supervision_complaint_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.answer IS NOT NULL
       OR to_jsonb(OLD) - '{answer,answered_by,answered_person,answered_at}'::text[]
          <> to_jsonb(NEW) - '{answer,answered_by,answered_person,answered_at}'::text[] THEN
        RAISE EXCEPTION 'a complaint is frozen'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'supervision_complaint_is_frozen';
    END IF;
    IF NEW.answered_person IS NOT NULL AND supervision_acts_for(NEW.answered_person, NEW.organisation_id) THEN
        RAISE EXCEPTION 'violates constraint "supervision_nobody_decides_on_their_own"'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'supervision_nobody_decides_on_their_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER supervision_complaint_guard BEFORE UPDATE OR DELETE ON supervision_complaint
    FOR EACH ROW EXECUTE FUNCTION supervision_complaint_guard();
