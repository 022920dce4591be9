-- Money that is given for subsidies by somebody who is neither the platform nor a supplier: a county, a partner city.
CREATE TABLE promotion_fund (
    id        uuid PRIMARY KEY,
    name      text        NOT NULL CONSTRAINT promotion_fund_once UNIQUE CHECK (length(name) BETWEEN 1 AND 60),
    opened_at timestamptz NOT NULL
);

-- Something off from an amount of goods on, by a code or for whoever takes one, paid for by one source and up to a budget.
CREATE TABLE promotion_programme (
    id              uuid PRIMARY KEY,
    name_zh         text        NOT NULL CHECK (length(name_zh) BETWEEN 1 AND 40),
    name_en         text        NOT NULL CHECK (length(name_en) BETWEEN 1 AND 80),
    code            text        CHECK (code ~ '^[A-Z0-9]{4,20}$'),
    off_fen         bigint      NOT NULL CHECK (off_fen > 0),
    from_fen        bigint      NOT NULL,
    funding         text        NOT NULL CHECK (funding IN ('PLATFORM','SUPPLIER','FUND')),
    fund_id         uuid        REFERENCES promotion_fund,
    budget_fen      bigint      NOT NULL,
    most_uses       bigint      NOT NULL CHECK (most_uses > 0),
    most_per_person int         NOT NULL CHECK (most_per_person > 0),
    from_day        date        NOT NULL,
    to_day          date        NOT NULL,
    -- Only goods of this area, kind or supplier; null: of all.
    area_code       text        CHECK (area_code ~ '^\d{6}$'),
    category        text,
    organisation_id uuid        REFERENCES organisation,
    campaign        text,
    used_fen        bigint      NOT NULL DEFAULT 0,
    used_count      bigint      NOT NULL DEFAULT 0,
    taken_count     bigint      NOT NULL DEFAULT 0,
    -- The area of the office that issued it; null where that is the whole installation, or a supplier.
    office_area     text        CHECK (office_area ~ '^\d{6}$'),
    issued_by       uuid        NOT NULL,
    issued_at       timestamptz NOT NULL,
    stopped_by      uuid,
    stopped_at      timestamptz,
    UNIQUE (id, most_per_person),
    -- A purchase always costs something.
    CONSTRAINT promotion_never_all CHECK (from_fen > off_fen),
    CONSTRAINT promotion_days CHECK (to_day >= from_day),
    CONSTRAINT promotion_budget CHECK (budget_fen >= off_fen),
    CONSTRAINT promotion_funded CHECK ((funding = 'FUND') = (fund_id IS NOT NULL)),
    -- A supplier pays for its own goods only.
    CONSTRAINT promotion_supplier_pays_its_own CHECK (funding <> 'SUPPLIER' OR organisation_id IS NOT NULL),
    -- However many buy at once.
    CONSTRAINT promotion_within_budget CHECK (used_fen BETWEEN 0 AND budget_fen),
    CONSTRAINT promotion_within_uses CHECK (used_count BETWEEN 0 AND most_uses),
    CONSTRAINT promotion_within_taken CHECK (taken_count BETWEEN 0 AND most_uses),
    CHECK ((stopped_by IS NULL) = (stopped_at IS NULL))
);
CREATE UNIQUE INDEX promotion_code_once ON promotion_programme (code) WHERE stopped_at IS NULL;
CREATE INDEX promotion_running ON promotion_programme (to_day, id) WHERE stopped_at IS NULL AND code IS NULL;
CREATE INDEX ON promotion_programme (organisation_id, id) WHERE organisation_id IS NOT NULL;

-- Its terms are what was announced: another version is another programme. It is stopped once.
CREATE FUNCTION promotion_terms_stand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE counters text[] := ARRAY['used_fen', 'used_count', 'taken_count', 'stopped_by', 'stopped_at'];
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - counters <> to_jsonb(NEW) - counters
       OR (OLD.stopped_at IS NOT NULL AND (OLD.stopped_at, OLD.stopped_by) IS DISTINCT FROM (NEW.stopped_at, NEW.stopped_by)) THEN
        RAISE EXCEPTION 'the terms of a programme stand'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'promotion_terms_stand';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER promotion_terms_stand BEFORE UPDATE OR DELETE ON promotion_programme
    FOR EACH ROW EXECUTE FUNCTION promotion_terms_stand();

-- Who took one or used one; never used more often than the programme lets one person.
CREATE TABLE promotion_person (
    programme_id uuid        NOT NULL,
    account_id   uuid        NOT NULL,
    most         int         NOT NULL,
    used         int         NOT NULL DEFAULT 0,
    taken_at     timestamptz NOT NULL,
    PRIMARY KEY (programme_id, account_id),
    FOREIGN KEY (programme_id, most) REFERENCES promotion_programme (id, most_per_person),
    CONSTRAINT promotion_within_person CHECK (used BETWEEN 0 AND most)
);
CREATE INDEX ON promotion_person (account_id);

-- A use: one for a purchase, however many suppliers it goes to.
CREATE TABLE promotion_redemption (
    purchase_id   uuid PRIMARY KEY,
    programme_id  uuid        NOT NULL,
    account_id    uuid        NOT NULL,
    discount_fen  bigint      NOT NULL CHECK (discount_fen > 0),
    redeemed_at   timestamptz NOT NULL,
    given_back_at timestamptz CHECK (given_back_at >= redeemed_at),
    FOREIGN KEY (programme_id, account_id) REFERENCES promotion_person
);
CREATE INDEX ON promotion_redemption (programme_id);

CREATE FUNCTION promotion_used_as_it_was() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - 'given_back_at' <> to_jsonb(NEW) - 'given_back_at' THEN
        RAISE EXCEPTION 'a use stays what it was'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'promotion_used_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER promotion_used_as_it_was BEFORE UPDATE OR DELETE ON promotion_redemption
    FOR EACH ROW EXECUTE FUNCTION promotion_used_as_it_was();

-- Gives back what these purchases used, once; people before programmes and each in one order, so that nobody waits in a ring.
CREATE FUNCTION promotion_give_back(purchases uuid[], at timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    back uuid[] := ARRAY(SELECT r.purchase_id FROM promotion_redemption r
                          WHERE r.purchase_id = ANY (purchases) AND r.given_back_at IS NULL
                          ORDER BY r.programme_id, r.account_id, r.purchase_id FOR UPDATE);
    one record;
BEGIN
    UPDATE promotion_redemption SET given_back_at = at WHERE purchase_id = ANY (back);
    FOR one IN SELECT programme_id, account_id, count(*) AS n FROM promotion_redemption WHERE purchase_id = ANY (back)
                GROUP BY 1, 2 ORDER BY 1, 2 LOOP
        UPDATE promotion_person SET used = used - one.n WHERE programme_id = one.programme_id AND account_id = one.account_id;
    END LOOP;
    FOR one IN SELECT programme_id, count(*) AS n, sum(discount_fen) AS fen FROM promotion_redemption WHERE purchase_id = ANY (back)
                GROUP BY 1 ORDER BY 1 LOOP
        UPDATE promotion_programme SET used_count = used_count - one.n, used_fen = used_fen - one.fen WHERE id = one.programme_id;
    END LOOP;
    RETURN cardinality(back);
END $$;
