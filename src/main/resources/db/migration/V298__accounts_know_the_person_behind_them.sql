-- Whose account it is: the keyed hash of the citizen's number, the same as the register of households keeps. The number itself
-- stands nowhere. What is once known of a person stays; where two turn out to be one, the accounts of the first go to the second,
-- and who was joined to whom is kept, so that what the first has prepared is not approved by the second.
ALTER TABLE identity_person
    DROP COLUMN id_number_cipher,
    ADD CONSTRAINT identity_person_hash CHECK (length(id_number_hash) = 32),
    ADD COLUMN joined_to uuid REFERENCES identity_person,
    ADD CONSTRAINT identity_joined_is_unknown CHECK (joined_to IS NULL OR (id_number_hash IS NULL AND joined_to <> id));

CREATE FUNCTION identity_person_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.id_number_hash IS NOT NULL AND NEW.id_number_hash IS DISTINCT FROM OLD.id_number_hash)
       OR (OLD.joined_to IS NOT NULL AND to_jsonb(NEW) <> to_jsonb(OLD)) OR NEW.id <> OLD.id THEN
        RAISE EXCEPTION 'what is known of a person stays'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'identity_person_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER identity_person_guard BEFORE UPDATE OR DELETE ON identity_person
    FOR EACH ROW EXECUTE FUNCTION identity_person_guard();

-- The one natural person: joined persons are the one they were joined to, who is never joined again because the hash is known.
CREATE FUNCTION identity_one_person(p uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT joined_to FROM identity_person WHERE id = p), p)
$$;

CREATE OR REPLACE FUNCTION settlement_payout_approval_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM settlement_payout
                WHERE id = NEW.batch_id AND identity_one_person(prepared_person) = identity_one_person(NEW.person_id)) THEN
        RAISE EXCEPTION 'prepared by the same person' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_payout_four_eyes';
    END IF;
    IF EXISTS (SELECT 1 FROM settlement_payout_approval WHERE batch_id = NEW.batch_id AND voided_at IS NULL
                  AND person_id <> NEW.person_id AND identity_one_person(person_id) = identity_one_person(NEW.person_id)) THEN
        RAISE EXCEPTION 'approved by the same person'
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'settlement_payout_approved_once';
    END IF;
    IF EXISTS (SELECT 1 FROM settlement_payout_item i JOIN household h ON h.id = i.household_id
                 JOIN identity_person p ON p.id_number_hash = h.id_number_hash
                WHERE i.batch_id = NEW.batch_id AND i.state <> 'REMOVED' AND p.id = identity_one_person(NEW.person_id)) THEN
        RAISE EXCEPTION 'pays the approver' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_payout_beneficiary';
    END IF;
    RETURN NEW;
END $$;
