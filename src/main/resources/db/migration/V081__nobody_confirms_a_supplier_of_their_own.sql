-- Whether a natural person, under any account, acts for an organisation.
CREATE FUNCTION identity_belongs(person uuid, organisation uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM identity_account a JOIN identity_grant g ON g.account_id = a.id
                    WHERE a.person_id = person AND g.organisation_id = organisation)
$$;

-- A second account does not make a second person: who acts for a supplier neither confirms it nor its papers.
CREATE FUNCTION organisation_nobody_confirms_their_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF identity_belongs(CASE WHEN TG_TABLE_NAME = 'organisation_supplier' THEN to_jsonb(NEW) ->> 'confirmed_person_id'
                             ELSE to_jsonb(NEW) ->> 'decided_by' END::uuid, NEW.organisation_id) THEN
        RAISE EXCEPTION 'violates constraint "organisation_nobody_confirms_themselves"'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'organisation_nobody_confirms_themselves';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER organisation_nobody_confirms_their_own BEFORE INSERT OR UPDATE OF confirmed_person_id ON organisation_supplier
    FOR EACH ROW WHEN (NEW.confirmed_person_id IS NOT NULL) EXECUTE FUNCTION organisation_nobody_confirms_their_own();
CREATE TRIGGER organisation_nobody_confirms_their_own BEFORE INSERT OR UPDATE OF decided_by ON organisation_document
    FOR EACH ROW WHEN (NEW.decided_by IS NOT NULL) EXECUTE FUNCTION organisation_nobody_confirms_their_own();
