-- A supplier beside its organisation: who answers for it, where it is paid, what it must hold, whether it may sell.
-- Names, id and bank numbers stand here encrypted and masked, nowhere else.
CREATE TABLE organisation_supplier (
    organisation_id      uuid PRIMARY KEY REFERENCES organisation,
    version              int         NOT NULL DEFAULT 0,
    state                text        NOT NULL CHECK (state IN ('DRAFT','REGISTERED','RETURNED','CONFIRMED','SUSPENDED')),
    required             text[]      NOT NULL,
    legal_person_masked  text        NOT NULL,
    legal_person_cipher  bytea       NOT NULL,
    id_number_cipher     bytea       NOT NULL,
    id_number_hash       bytea       NOT NULL,
    bank_name            text        NOT NULL,
    bank_cipher          bytea       NOT NULL,
    bank_last4           text        NOT NULL,
    reason               text        NOT NULL DEFAULT '',
    registered_person_id uuid,
    registered_at        timestamptz NOT NULL,
    confirmed_on         date,
    confirmed_person_id  uuid,
    -- The last day on which it may sell as things stand; before all days where it may not. Kept by every deed, for lists.
    sells_until          date        NOT NULL DEFAULT '0001-01-01',
    CHECK (state NOT IN ('RETURNED','SUSPENDED') OR reason <> ''),
    CHECK ((state IN ('CONFIRMED','SUSPENDED')) = (confirmed_on IS NOT NULL)),
    CONSTRAINT organisation_nobody_confirms_themselves CHECK (confirmed_person_id <> registered_person_id)
);
CREATE INDEX organisation_supplier_queue ON organisation_supplier (state, registered_at, organisation_id);
CREATE INDEX organisation_supplier_ends ON organisation_supplier (sells_until);

-- What a supplier holds: a licence, a proof, with its days and its file. It counts once an officer has confirmed it.
CREATE TABLE organisation_document (
    id              uuid PRIMARY KEY,
    organisation_id uuid        NOT NULL REFERENCES organisation,
    kind            text        NOT NULL CHECK (kind ~ '^[a-z][a-z0-9-]*$'),
    number          text        NOT NULL DEFAULT '' CHECK (length(number) <= 60),
    issued_on       date        NOT NULL,
    expires_on      date CHECK (expires_on >= issued_on),
    sha256          bytea       NOT NULL REFERENCES document_content,
    state           text        NOT NULL CHECK (state IN ('WAITING','CONFIRMED','REFUSED')),
    reason          text        NOT NULL DEFAULT '',
    uploaded_at     timestamptz NOT NULL,
    uploaded_by     uuid        NOT NULL,
    decided_at      timestamptz,
    decided_by      uuid,
    CHECK (state <> 'REFUSED' OR reason <> ''),
    CHECK ((state = 'WAITING') = (decided_at IS NULL)),
    CONSTRAINT organisation_document_four_eyes CHECK (decided_by <> uploaded_by)
);
CREATE INDEX ON organisation_document (organisation_id, kind, uploaded_at DESC);
CREATE INDEX organisation_document_expiring ON organisation_document (expires_on) WHERE state = 'CONFIRMED';

-- Times in which a supplier was kept from selling by a decision.
CREATE TABLE organisation_suspension (
    id              uuid PRIMARY KEY,
    organisation_id uuid        NOT NULL REFERENCES organisation,
    since           timestamptz NOT NULL,
    until           timestamptz CHECK (until >= since),
    reason          text        NOT NULL CHECK (reason <> ''),
    suspended_by    uuid        NOT NULL,
    lifted_by       uuid,
    CONSTRAINT organisation_one_suspension_at_a_time EXCLUDE USING gist (organisation_id WITH =, tstzrange(since, until) WITH &&)
);

-- The blacklist: from a day, to a day or for good; lifting counts from its own day on.
CREATE TABLE organisation_blacklisting (
    id              uuid PRIMARY KEY,
    organisation_id uuid        NOT NULL REFERENCES organisation,
    from_on         date        NOT NULL,
    to_on           date CHECK (to_on >= from_on),
    reason          text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    published       boolean     NOT NULL,
    entered_by      uuid        NOT NULL,
    entered_at      timestamptz NOT NULL,
    lifted_on       date,
    lifted_by       uuid,
    lifted_reason   text        NOT NULL DEFAULT '',
    CHECK ((lifted_on IS NULL) = (lifted_by IS NULL) AND (lifted_on IS NULL OR lifted_reason <> ''))
);
CREATE INDEX ON organisation_blacklisting (organisation_id);
CREATE INDEX organisation_blacklisting_published ON organisation_blacklisting (from_on DESC, id DESC) WHERE published;

-- Whether a required kind of document is at hand on a day.
CREATE FUNCTION organisation_lacks(org uuid, on_day date) RETURNS TABLE (kind text) LANGUAGE sql STABLE AS $$
    SELECT k FROM organisation_supplier s CROSS JOIN unnest(s.required) AS k
     WHERE s.organisation_id = org
       AND NOT EXISTS (SELECT 1 FROM organisation_document d WHERE d.organisation_id = org AND d.kind = k AND d.state = 'CONFIRMED'
                          AND d.issued_on <= on_day AND (d.expires_on IS NULL OR d.expires_on >= on_day))
$$;
CREATE FUNCTION organisation_blacklisted(org uuid, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM organisation_blacklisting b WHERE b.organisation_id = org AND b.from_on <= on_day
                      AND (b.to_on IS NULL OR b.to_on >= on_day) AND (b.lifted_on IS NULL OR b.lifted_on > on_day))
$$;

-- Whether a supplier may sell at a moment. The one place that says so in SQL; the selling transaction asks it.
CREATE FUNCTION organisation_sells(org uuid, moment timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM organisation_supplier s
                    WHERE s.organisation_id = org AND s.confirmed_on <= (moment AT TIME ZONE 'Asia/Shanghai')::date)
       AND NOT EXISTS (SELECT 1 FROM organisation_suspension x
                        WHERE x.organisation_id = org AND x.since <= moment AND (x.until IS NULL OR x.until > moment))
       AND NOT organisation_blacklisted(org, (moment AT TIME ZONE 'Asia/Shanghai')::date)
       AND NOT EXISTS (SELECT 1 FROM organisation_lacks(org, (moment AT TIME ZONE 'Asia/Shanghai')::date))
$$;

-- The last day on which it may sell as things stand at a moment: the first of its required documents to expire, or the
-- day before it is on the blacklist.
CREATE FUNCTION organisation_sells_until(org uuid, moment timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN NOT organisation_sells(org, moment) THEN '0001-01-01'::date ELSE least(
        (SELECT min(last_day) FROM (
            SELECT max(coalesce(d.expires_on, '9999-12-31')) AS last_day
              FROM organisation_supplier s CROSS JOIN unnest(s.required) AS k
              JOIN organisation_document d ON d.organisation_id = org AND d.kind = k AND d.state = 'CONFIRMED'
                   AND d.issued_on <= (moment AT TIME ZONE 'Asia/Shanghai')::date
             WHERE s.organisation_id = org GROUP BY k) kinds),
        (SELECT min(b.from_on) - 1 FROM organisation_blacklisting b WHERE b.organisation_id = org AND b.lifted_on IS NULL
            AND b.from_on > (moment AT TIME ZONE 'Asia/Shanghai')::date),
        '9999-12-31'::date) END
$$;

-- Who was here before the papers were asked for stays as it was.
INSERT INTO organisation_supplier (organisation_id, state, required, legal_person_masked, legal_person_cipher, id_number_cipher,
       id_number_hash, bank_name, bank_cipher, bank_last4, registered_at, confirmed_on, sells_until)
SELECT id, 'CONFIRMED', '{}', '', '', '', '', '', '', '', created_at, '2000-01-01', '9999-12-31'
  FROM organisation WHERE kind IN ('COOPERATIVE','COMPANY','FAMILY_FARM','AGENT');
