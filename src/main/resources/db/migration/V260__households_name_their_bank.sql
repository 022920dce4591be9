-- Which bank keeps a household's account: its three digits in the national payment system, such as 103. Null where nobody has said it.
ALTER TABLE household ADD COLUMN bank_code text CHECK (bank_code ~ '^\d{3}$'),
    ADD CONSTRAINT household_bank_has_an_account CHECK (bank_code IS NULL OR bank_cipher IS NOT NULL);

-- The accounts a household had and has: one person writes down another account, another person lets it hold from that day.
-- What held until then stays beside it, so that the history has no gap.
CREATE TABLE household_bank_change (
    id             uuid PRIMARY KEY,
    household_id   uuid        NOT NULL REFERENCES household,
    before_code    text,
    before_cipher  bytea,
    before_last4   text,
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
    valid_from     date,
    CONSTRAINT household_bank_four_eyes CHECK (state <> 'APPROVED' OR decided_person <> asked_person),
    CHECK ((state = 'ASKED') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_person IS NULL)
           AND (decided_by IS NULL) = (decided_at IS NULL) AND (state = 'APPROVED') = (valid_from IS NOT NULL))
);
CREATE UNIQUE INDEX household_one_bank_change_at_a_time ON household_bank_change (household_id) WHERE state = 'ASKED';
CREATE INDEX ON household_bank_change (household_id, asked_at);
