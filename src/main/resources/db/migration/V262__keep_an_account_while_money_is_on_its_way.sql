-- While a bank has not answered for a household its account stays as it is.
CREATE FUNCTION household_bank_in_flight() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.bank_code, NEW.bank_cipher) IS DISTINCT FROM (OLD.bank_code, OLD.bank_cipher)
       AND EXISTS (SELECT 1 FROM settlement_payout_item WHERE household_id = NEW.id AND state = 'PENDING') THEN
        RAISE EXCEPTION 'household % is being paid', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'household_bank_in_flight';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER household_bank_in_flight BEFORE UPDATE OF bank_code, bank_cipher ON household
    FOR EACH ROW EXECUTE FUNCTION household_bank_in_flight();
