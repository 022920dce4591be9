-- Grants, loans and donations that reach a household or a village's collective. They stand beside the ledger and never in it, so
-- that nothing that is reckoned from credits can count them as income of sales. One officer writes it down, another person of the
-- county confirms it; what was wrong is voided with the reason and written down anew.
CREATE TABLE household_aid (
    id             uuid PRIMARY KEY,
    number         bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    village_code   text   NOT NULL CHECK (village_code ~ '^\d{12}$'),
    village_name   text   NOT NULL,
    -- Null where it reached the village as a whole.
    household_id   uuid   REFERENCES household,
    kind           text   NOT NULL CHECK (kind IN ('GRANT','LOAN','DONATION')),
    -- The organisation that gave it; never a private person's name.
    giver          text   NOT NULL CHECK (length(giver) BETWEEN 2 AND 100),
    -- What was given where it was no money; the amount is then what it is worth. A loan is money.
    goods          text   CHECK (length(goods) BETWEEN 1 AND 100),
    amount_fen     bigint NOT NULL CHECK (amount_fen BETWEEN 1 AND 1000000000),
    received_on    date   NOT NULL,
    entered_by     uuid        NOT NULL,
    entered_person uuid        NOT NULL,
    entered_at     timestamptz NOT NULL,
    demo           boolean     NOT NULL DEFAULT false,
    CHECK (kind <> 'LOAN' OR goods IS NULL),
    CONSTRAINT household_aid_has_come CHECK (received_on <= (entered_at AT TIME ZONE 'Asia/Shanghai')::date)
);
CREATE INDEX ON household_aid (village_code text_pattern_ops, number);
CREATE INDEX ON household_aid (household_id);

CREATE FUNCTION household_aid_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.household_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM household WHERE id = NEW.household_id AND village_code = NEW.village_code) THEN
        RAISE EXCEPTION 'household % lives in another village', NEW.household_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'household_aid_of_the_village';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER household_aid_guard BEFORE INSERT ON household_aid FOR EACH ROW EXECUTE FUNCTION household_aid_guard();

-- What became of it: confirmed or refused once, and what was confirmed voided once.
CREATE TABLE household_aid_step (
    aid_id     uuid        NOT NULL REFERENCES household_aid,
    step       text        NOT NULL CHECK (step IN ('CONFIRMED','REFUSED','VOIDED')),
    reason     text        CHECK (length(reason) BETWEEN 2 AND 200),
    account_id uuid        NOT NULL,
    person_id  uuid        NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (aid_id, step),
    CHECK ((step = 'CONFIRMED') = (reason IS NULL))
);
CREATE UNIQUE INDEX household_aid_decided_once ON household_aid_step (aid_id) WHERE step <> 'VOIDED';

-- Whoever wrote it down neither confirms nor voids it, and nobody confirms what reached their own household.
CREATE FUNCTION household_aid_step_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.step <> 'REFUSED' AND EXISTS (SELECT 1 FROM household_aid WHERE id = NEW.aid_id AND entered_person = NEW.person_id) THEN
        RAISE EXCEPTION 'written down by the same person' USING ERRCODE = 'check_violation', CONSTRAINT = 'household_aid_four_eyes';
    END IF;
    IF NEW.step = 'CONFIRMED' AND EXISTS (SELECT 1 FROM household_aid a JOIN household h ON h.id = a.household_id
                                            JOIN identity_person p ON p.id_number_hash = h.id_number_hash
                                           WHERE a.id = NEW.aid_id AND p.id = NEW.person_id) THEN
        RAISE EXCEPTION 'reached the same person' USING ERRCODE = 'check_violation', CONSTRAINT = 'household_aid_beneficiary';
    END IF;
    IF NEW.step = 'VOIDED' AND NOT EXISTS (SELECT 1 FROM household_aid_step WHERE aid_id = NEW.aid_id AND step = 'CONFIRMED') THEN
        RAISE EXCEPTION 'only what was confirmed is voided'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'household_aid_course';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER household_aid_step_guard BEFORE INSERT ON household_aid_step
    FOR EACH ROW EXECUTE FUNCTION household_aid_step_guard();

CREATE TRIGGER household_aid_append_only BEFORE UPDATE OR DELETE ON household_aid
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER household_aid_no_truncate BEFORE TRUNCATE ON household_aid
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER household_aid_step_append_only BEFORE UPDATE OR DELETE ON household_aid_step
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER household_aid_step_no_truncate BEFORE TRUNCATE ON household_aid_step
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

-- What counts as having come: confirmed and not voided.
CREATE VIEW household_aid_received AS
SELECT a.* FROM household_aid a JOIN household_aid_step c ON c.aid_id = a.id AND c.step = 'CONFIRMED'
 WHERE NOT EXISTS (SELECT 1 FROM household_aid_step v WHERE v.aid_id = a.id AND v.step = 'VOIDED');
