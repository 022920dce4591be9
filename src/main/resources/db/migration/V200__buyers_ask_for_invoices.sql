-- A buyer asks the supplier of an order for an invoice; the supplier says under which number the tax office has it.
-- To whom it is made out and where it is sent is sealed.
CREATE TABLE invoice (
    id              uuid PRIMARY KEY,
    part_id         uuid        NOT NULL CONSTRAINT invoice_once UNIQUE REFERENCES order_part,
    organisation_id uuid        NOT NULL REFERENCES organisation,
    kind            text        NOT NULL CHECK (kind IN ('PERSON', 'UNIT')),
    payer_cipher    bytea       NOT NULL,
    payer_masked    text        NOT NULL,
    asked_at        timestamptz NOT NULL,
    amount_fen      bigint CHECK (amount_fen > 0),
    number          text CHECK (number ~ '^\d{8,20}$'),
    issued_on       date,
    issued_by       uuid,
    issued_at       timestamptz,
    CONSTRAINT invoice_number_once UNIQUE (organisation_id, number),
    CHECK (num_nonnulls(amount_fen, number, issued_on, issued_by, issued_at) IN (0, 5))
);
CREATE INDEX invoice_of_supplier ON invoice (organisation_id, id DESC);
CREATE INDEX invoice_asked ON invoice (organisation_id, id) WHERE number IS NULL;

-- Only what was paid is invoiced, by whom it was paid to, and never for more.
CREATE FUNCTION invoice_of_a_paid_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM order_part p WHERE p.id = NEW.part_id AND p.organisation_id = NEW.organisation_id
        AND p.state IN ('PAID', 'SHIPPED', 'RECEIVED') AND coalesce(NEW.amount_fen, 0) <= p.total_fen;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody paid this' USING ERRCODE = '23514', CONSTRAINT = 'invoice_of_a_paid_order';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER invoice_of_a_paid_order BEFORE INSERT OR UPDATE ON invoice
    FOR EACH ROW EXECUTE FUNCTION invoice_of_a_paid_order();

-- What was issued stays as it was issued.
CREATE FUNCTION invoice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.number IS NOT NULL OR TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an invoice is not changed' USING ERRCODE = '23514', CONSTRAINT = 'invoice_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER invoice_stays BEFORE UPDATE OR DELETE ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_stays();

-- What went back of an order so far, goods and freight.
CREATE FUNCTION order_went_back(part uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(c.approved_fen + c.freight_fen), 0)::bigint FROM order_claim c
     WHERE c.part_id = part AND c.state = 'APPROVED'
$$;
CREATE INDEX order_claim_approved ON order_claim (part_id) WHERE state = 'APPROVED';
