-- A village's part of a batch hangs out for some days with masked names, so that neighbours can object.
CREATE TABLE settlement_payout_notice (
    id            uuid PRIMARY KEY,
    batch_id      uuid        NOT NULL REFERENCES settlement_payout,
    village_code  text        NOT NULL CHECK (village_code ~ '^\d{12}$'),
    posted_on     date        NOT NULL,
    -- Its last day; objections are taken until that day is over.
    ends_on       date        NOT NULL CHECK (ends_on > posted_on),
    posted_by     uuid        NOT NULL,
    posted_person uuid        NOT NULL,
    posted_at     timestamptz NOT NULL,
    CONSTRAINT settlement_payout_notice_once UNIQUE (batch_id, village_code)
);
CREATE INDEX ON settlement_payout_notice (village_code, posted_on);

-- What somebody said against it and what was answered; both may name people and lie encrypted. Who wrote it down does not answer it.
CREATE TABLE settlement_payout_objection (
    id              uuid PRIMARY KEY,
    notice_id       uuid        NOT NULL REFERENCES settlement_payout_notice,
    text_cipher     bytea       NOT NULL,
    entered_by      uuid        NOT NULL,
    entered_person  uuid        NOT NULL,
    entered_at      timestamptz NOT NULL,
    answer_cipher   bytea,
    answered_by     uuid,
    answered_person uuid,
    answered_at     timestamptz,
    CHECK ((answer_cipher IS NULL) = (answered_at IS NULL) AND (answer_cipher IS NULL) = (answered_by IS NULL)
           AND (answer_cipher IS NULL) = (answered_person IS NULL)),
    CONSTRAINT settlement_payout_objection_four_eyes CHECK (answered_person <> entered_person)
);
CREATE INDEX ON settlement_payout_objection (notice_id, entered_at);

-- A household said that the money is there; an officer of its village writes it down for it.
CREATE TABLE settlement_payout_acknowledgement (
    item_id        uuid PRIMARY KEY REFERENCES settlement_payout_item,
    how            text        NOT NULL CHECK (how IN ('IN_PERSON','PHONE')),
    who            text        NOT NULL CHECK (who IN ('HEAD','MEMBER')),
    entered_by     uuid        NOT NULL,
    entered_person uuid        NOT NULL,
    entered_at     timestamptz NOT NULL
);
CREATE FUNCTION settlement_payout_acknowledged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM settlement_payout_item WHERE id = NEW.item_id AND state = 'PAID') THEN
        RAISE EXCEPTION 'payout item % is not paid', NEW.item_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_payout_acknowledged_when_paid';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settlement_payout_acknowledged BEFORE INSERT ON settlement_payout_acknowledgement
    FOR EACH ROW EXECUTE FUNCTION settlement_payout_acknowledged();
CREATE TRIGGER settlement_payout_acknowledgement_append_only BEFORE UPDATE OR DELETE ON settlement_payout_acknowledgement
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
