-- A batch also pays the collectives of its villages that have money and an account at the bank: an item pays a household or a
-- village, never both. What is digested for a household stays as it was.
ALTER TABLE settlement_payout_item
    ALTER COLUMN household_id DROP NOT NULL,
    ADD COLUMN village_id uuid REFERENCES household_village (id),
    ADD CONSTRAINT settlement_payout_item_payee CHECK (num_nonnulls(household_id, village_id) = 1);
CREATE UNIQUE INDEX settlement_payout_village_in_flight ON settlement_payout_item (village_id) WHERE state = 'PENDING';
CREATE INDEX ON settlement_payout_item (village_id) WHERE village_id IS NOT NULL;

CREATE OR REPLACE FUNCTION settlement_payout_digest(p_batch uuid) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat('bangxiao-payout-1', E'\nbatch: ', b.id, E'\narea: ', b.area_code, E'\nbank: ', b.bank_code,
        E'\npack: ', b.pack_version, E'\n',
        (SELECT string_agg(concat(i.item_no, ' ', i.id, ' ', coalesce(i.household_id, i.village_id), ' ', i.account_id, ' ', i.amount,
                                  ' ', encode(sha256(i.head_cipher), 'hex'), ' ', encode(sha256(i.bank_cipher), 'hex'), E'\n'), ''
                           ORDER BY i.item_no)
           FROM settlement_payout_item i WHERE i.batch_id = b.id AND i.state <> 'REMOVED')), 'UTF8'))
      FROM settlement_payout b WHERE b.id = p_batch
$$;

CREATE OR REPLACE FUNCTION settlement_payout_item_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.batch_id, NEW.item_no, NEW.chunk_no, NEW.household_id, NEW.village_id, NEW.account_id, NEW.amount, NEW.head_cipher,
        NEW.bank_cipher)
       IS DISTINCT FROM
       (OLD.batch_id, OLD.item_no, OLD.chunk_no, OLD.household_id, OLD.village_id, OLD.account_id, OLD.amount, OLD.head_cipher,
        OLD.bank_cipher)
       OR (NEW.state <> OLD.state AND NOT (OLD.state || '>' || NEW.state = ANY
            (ARRAY['PENDING>PAID', 'PENDING>FAILED', 'PENDING>REMOVED', 'PAID>RETURNED']))) THEN
        RAISE EXCEPTION 'payout item % cannot be changed so', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_payout_item_course';
    END IF;
    RETURN NEW;
END $$;

-- Only what two persons entered holds, and nothing changes while the bank has not answered.
CREATE FUNCTION settlement_village_account_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM settlement_village_change c
                    WHERE c.id = NEW.change_id AND c.village_id = NEW.village_id AND c.state = 'APPROVED'
                      AND (c.holder_cipher, c.bank_code, c.bank_cipher, c.bank_last4)
                          = (NEW.holder_cipher, NEW.bank_code, NEW.bank_cipher, NEW.bank_last4)) THEN
        RAISE EXCEPTION 'account of village % was not approved', NEW.village_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_village_two_hands';
    END IF;
    IF EXISTS (SELECT 1 FROM settlement_payout_item WHERE village_id = NEW.village_id AND state = 'PENDING') THEN
        RAISE EXCEPTION 'village % is being paid', NEW.village_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_village_in_flight';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settlement_village_account_guard BEFORE INSERT OR UPDATE ON settlement_village_account
    FOR EACH ROW EXECUTE FUNCTION settlement_village_account_guard();
CREATE TRIGGER settlement_village_account_no_delete BEFORE DELETE ON settlement_village_account
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
