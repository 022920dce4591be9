-- The account at which a village's collective is paid: one person writes it down, another person of the county lets it hold. The
-- holder's name and the number lie encrypted in the place of the village, as a household's do.
CREATE TABLE settlement_village_change (
    id             uuid PRIMARY KEY,
    village_id     uuid        NOT NULL REFERENCES household_village (id),
    holder_cipher  bytea       NOT NULL,
    bank_code      text        NOT NULL CHECK (bank_code ~ '^\d{3}$'),
    bank_cipher    bytea       NOT NULL,
    bank_last4     text        NOT NULL CHECK (bank_last4 ~ '^\d{4}$'),
    reason         text        NOT NULL CHECK (length(reason) BETWEEN 5 AND 200),
    state          text        NOT NULL DEFAULT 'ASKED' CHECK (state IN ('ASKED','APPROVED','REFUSED')),
    asked_by       uuid        NOT NULL,
    asked_person   uuid        NOT NULL,
    asked_at       timestamptz NOT NULL,
    decided_by     uuid,
    decided_person uuid,
    decided_at     timestamptz,
    CONSTRAINT settlement_village_four_eyes CHECK (state <> 'APPROVED' OR decided_person <> asked_person),
    CHECK ((state = 'ASKED') = (decided_by IS NULL) AND num_nulls(decided_by, decided_person, decided_at) IN (0, 3))
);
CREATE UNIQUE INDEX settlement_one_village_change_at_a_time ON settlement_village_change (village_id) WHERE state = 'ASKED';
CREATE INDEX ON settlement_village_change (village_id, asked_at);

CREATE FUNCTION settlement_village_change_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'ASKED' OR to_jsonb(OLD) - '{state,decided_by,decided_person,decided_at}'::text[]
       <> to_jsonb(NEW) - '{state,decided_by,decided_person,decided_at}'::text[] THEN
        RAISE EXCEPTION 'a village''s account stays as it was asked for and decided'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'settlement_village_change_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settlement_village_change_guard BEFORE UPDATE OR DELETE ON settlement_village_change
    FOR EACH ROW EXECUTE FUNCTION settlement_village_change_guard();

-- The one that holds.
CREATE TABLE settlement_village_account (
    village_id    uuid  PRIMARY KEY REFERENCES household_village (id),
    change_id     uuid  NOT NULL REFERENCES settlement_village_change,
    holder_cipher bytea NOT NULL,
    bank_code     text  NOT NULL,
    bank_cipher   bytea NOT NULL,
    bank_last4    text  NOT NULL
);
CREATE INDEX ON settlement_village_account (bank_code);
