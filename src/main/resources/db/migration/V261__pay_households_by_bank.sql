-- A batch pays what stands to the names of an area's households at one bank. One person prepares it, others approve it.
CREATE TABLE settlement_payout (
    id               uuid PRIMARY KEY,
    number           int GENERATED ALWAYS AS IDENTITY UNIQUE,
    area_code        text        NOT NULL CHECK (area_code ~ '^\d{6}$'),
    bank_code        text        NOT NULL CHECK (bank_code ~ '^\d{3}$'),
    -- The policy pack whose limits and file format hold for this batch for ever.
    pack_version     text        NOT NULL,
    state            text        NOT NULL CHECK (state IN
                         ('DRAFT','RESERVING','RESERVED','APPROVED','SENT','CLOSED','CANCELLING','CANCELLED')),
    -- Items that are not taken out, their sum and the digest over them.
    items            int         NOT NULL CHECK (items >= 0),
    total_fen        bigint      NOT NULL CHECK (total_fen >= 0),
    content_digest   bytea       NOT NULL CHECK (length(content_digest) = 32),
    approvals_needed int         NOT NULL CHECK (approvals_needed BETWEEN 1 AND 2),
    prepared_by      uuid        NOT NULL,
    prepared_person  uuid        NOT NULL,
    prepared_at      timestamptz NOT NULL,
    approved_at      timestamptz,
    approved_digest  bytea,
    executed_digest  bytea,
    file_sha256      bytea CHECK (length(file_sha256) = 32),
    sent_by          uuid,
    sent_at          timestamptz,
    closed_at        timestamptz,
    CHECK ((state IN ('APPROVED','SENT','CLOSED')) = (approved_at IS NOT NULL AND approved_digest IS NOT NULL)),
    CHECK ((state IN ('SENT','CLOSED')) = (sent_at IS NOT NULL AND sent_by IS NOT NULL AND file_sha256 IS NOT NULL)),
    CONSTRAINT settlement_payout_sent_as_approved CHECK (state NOT IN ('SENT','CLOSED') OR
        (executed_digest IS NOT NULL AND executed_digest = approved_digest AND executed_digest = content_digest)),
    CONSTRAINT settlement_payout_approval_holds_a_day CHECK (sent_at IS NULL OR sent_at <= approved_at + interval '24 hours')
);
CREATE INDEX ON settlement_payout (area_code, number);

-- What one household is paid. The id goes to the bank and comes back with its answer. Name and account are those of the day
-- of preparation, encrypted as in the register (same place), so that the bank's file can be made again byte by byte.
CREATE TABLE settlement_payout_item (
    id           uuid PRIMARY KEY DEFAULT uuidv7(),
    batch_id     uuid   NOT NULL REFERENCES settlement_payout,
    item_no      int    NOT NULL CHECK (item_no > 0),
    chunk_no     int    NOT NULL,
    household_id uuid   NOT NULL REFERENCES household,
    account_id   bigint NOT NULL REFERENCES ledger_account,
    amount       bigint NOT NULL CHECK (amount > 0),
    head_cipher  bytea  NOT NULL,
    bank_cipher  bytea  NOT NULL,
    bank_last4   text   NOT NULL,
    state        text   NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING','PAID','FAILED','RETURNED','REMOVED')),
    reason       text   CHECK (length(reason) <= 100),
    -- The transaction that brought the money to the bank, and the one that brought it back to the household.
    confirm_tx   bigint REFERENCES ledger_tx,
    release_tx   bigint REFERENCES ledger_tx,
    paid_at      timestamptz,
    UNIQUE (batch_id, item_no),
    CONSTRAINT settlement_payout_item_is_booked CHECK (CASE state
        WHEN 'PENDING' THEN confirm_tx IS NULL AND release_tx IS NULL
        WHEN 'PAID' THEN confirm_tx IS NOT NULL AND release_tx IS NULL
        WHEN 'FAILED' THEN confirm_tx IS NULL AND release_tx IS NOT NULL
        WHEN 'RETURNED' THEN confirm_tx IS NOT NULL AND release_tx IS NOT NULL
        ELSE confirm_tx IS NULL END),
    CHECK ((confirm_tx IS NULL) = (paid_at IS NULL))
);
-- Whoever waits for a bank's answer is in no other batch: nothing is sent twice.
CREATE UNIQUE INDEX settlement_payout_in_flight ON settlement_payout_item (household_id) WHERE state = 'PENDING';
CREATE INDEX ON settlement_payout_item (household_id);

-- A stretch of items, reserved in one transaction of the ledger under the key payout:<id>:reserve:<no>.
CREATE TABLE settlement_payout_chunk (
    batch_id   uuid NOT NULL REFERENCES settlement_payout,
    chunk_no   int  NOT NULL,
    state      text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN','DONE','RELEASED')),
    reserve_tx bigint UNIQUE REFERENCES ledger_tx,
    PRIMARY KEY (batch_id, chunk_no),
    CHECK (state <> 'OPEN' OR reserve_tx IS NULL)
);

-- Who put their name to which content. Any edit voids it.
CREATE TABLE settlement_payout_approval (
    batch_id       uuid        NOT NULL REFERENCES settlement_payout,
    account_id     uuid        NOT NULL,
    person_id      uuid        NOT NULL,
    content_digest bytea       NOT NULL,
    approved_at    timestamptz NOT NULL,
    voided_at      timestamptz,
    PRIMARY KEY (batch_id, person_id, approved_at)
);
CREATE UNIQUE INDEX settlement_payout_approved_once ON settlement_payout_approval (batch_id, person_id) WHERE voided_at IS NULL;

-- The content of a batch in words that do not change, hashed: every account and amount, by the order of items.
CREATE FUNCTION settlement_payout_digest(p_batch uuid) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat('bangxiao-payout-1', E'\nbatch: ', b.id, E'\narea: ', b.area_code, E'\nbank: ', b.bank_code,
        E'\npack: ', b.pack_version, E'\n',
        (SELECT string_agg(concat(i.item_no, ' ', i.id, ' ', i.household_id, ' ', i.account_id, ' ', i.amount, ' ',
                                  encode(sha256(i.head_cipher), 'hex'), ' ', encode(sha256(i.bank_cipher), 'hex'), E'\n'), ''
                           ORDER BY i.item_no)
           FROM settlement_payout_item i WHERE i.batch_id = b.id AND i.state <> 'REMOVED')), 'UTF8'))
      FROM settlement_payout b WHERE b.id = p_batch
$$;

-- Nobody approves what they prepared, nor a batch that pays their own household.
CREATE FUNCTION settlement_payout_approval_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM settlement_payout WHERE id = NEW.batch_id AND prepared_person = NEW.person_id) THEN
        RAISE EXCEPTION 'prepared by the same person' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_payout_four_eyes';
    END IF;
    IF EXISTS (SELECT 1 FROM settlement_payout_item i JOIN household h ON h.id = i.household_id
                 JOIN identity_person p ON p.id_number_hash = h.id_number_hash
                WHERE i.batch_id = NEW.batch_id AND i.state <> 'REMOVED' AND p.id = NEW.person_id) THEN
        RAISE EXCEPTION 'pays the approver' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_payout_beneficiary';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settlement_payout_approval_guard BEFORE INSERT ON settlement_payout_approval
    FOR EACH ROW EXECUTE FUNCTION settlement_payout_approval_guard();

-- The course of a batch, and that it is approved by enough people and sent as it was approved.
CREATE FUNCTION settlement_payout_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT (OLD.state || '>' || NEW.state = ANY (ARRAY['DRAFT>RESERVING', 'DRAFT>CANCELLING',
            'RESERVING>RESERVED', 'RESERVING>CANCELLING', 'RESERVED>APPROVED', 'RESERVED>CANCELLING', 'APPROVED>RESERVED',
            'APPROVED>SENT', 'APPROVED>CANCELLING', 'SENT>CLOSED', 'CANCELLING>CANCELLED'])) THEN
        RAISE EXCEPTION 'payout % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_payout_course';
    END IF;
    IF NEW.state IN ('APPROVED', 'SENT') AND (SELECT count(DISTINCT a.person_id) FROM settlement_payout_approval a
            WHERE a.batch_id = NEW.id AND a.voided_at IS NULL AND a.content_digest = NEW.content_digest) < NEW.approvals_needed THEN
        RAISE EXCEPTION 'payout % is not approved', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_payout_four_eyes';
    END IF;
    IF NEW.state = 'SENT' AND OLD.state <> 'SENT' AND NEW.content_digest <> settlement_payout_digest(NEW.id) THEN
        RAISE EXCEPTION 'payout % is not what was approved', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_payout_sent_as_approved';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settlement_payout_guard BEFORE UPDATE ON settlement_payout FOR EACH ROW EXECUTE FUNCTION settlement_payout_guard();

-- The course of an item; what it pays to whom is never changed.
CREATE FUNCTION settlement_payout_item_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.batch_id, NEW.item_no, NEW.chunk_no, NEW.household_id, NEW.account_id, NEW.amount, NEW.head_cipher, NEW.bank_cipher)
       IS DISTINCT FROM
       (OLD.batch_id, OLD.item_no, OLD.chunk_no, OLD.household_id, OLD.account_id, OLD.amount, OLD.head_cipher, OLD.bank_cipher)
       OR (NEW.state <> OLD.state AND NOT (OLD.state || '>' || NEW.state = ANY
            (ARRAY['PENDING>PAID', 'PENDING>FAILED', 'PENDING>REMOVED', 'PAID>RETURNED']))) THEN
        RAISE EXCEPTION 'payout item % cannot be changed so', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_payout_item_course';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settlement_payout_item_guard BEFORE UPDATE ON settlement_payout_item
    FOR EACH ROW EXECUTE FUNCTION settlement_payout_item_guard();
CREATE TRIGGER settlement_payout_item_no_delete BEFORE DELETE ON settlement_payout_item
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
