-- Whoever is the head of a household that takes part in a link, on the terms' first day or later, does not put its terms in force.
CREATE FUNCTION household_terms_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'ACTIVE' AND OLD.state <> 'ACTIVE' AND EXISTS (
            SELECT 1 FROM identity_person p JOIN household h ON h.id_number_hash = p.id_number_hash
              JOIN household_link_member m ON m.household_id = h.id AND m.link_id = NEW.link_id
                   AND (m.valid_to IS NULL OR m.valid_to > NEW.valid_from)
             WHERE p.id = identity_one_person(NEW.decided_person)) THEN
        RAISE EXCEPTION 'terms of the approver''s household'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'household_terms_beneficiary';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER household_terms_guard BEFORE UPDATE OF state ON household_terms
    FOR EACH ROW EXECUTE FUNCTION household_terms_guard();
