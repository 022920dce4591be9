CREATE EXTENSION IF NOT EXISTS btree_gist;

-- The register of households. Names, id and bank numbers stand here encrypted and masked, nowhere else.
CREATE TABLE household (
    id               uuid PRIMARY KEY DEFAULT uuidv7(),
    number           bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    village_code     text   NOT NULL CHECK (village_code ~ '^\d{12}$'),
    village_name     text   NOT NULL,
    county_code      text   NOT NULL CHECK (county_code ~ '^\d{6}$' AND left(village_code, 6) = county_code),
    head_masked      text   NOT NULL,
    head_cipher      bytea  NOT NULL,
    id_number_cipher bytea  NOT NULL,
    id_number_hash   bytea  NOT NULL CONSTRAINT household_registered_once UNIQUE,
    bank_cipher      bytea,
    bank_last4       text CHECK (bank_last4 ~ '^\d{4}$'),
    persons          int    NOT NULL CHECK (persons BETWEEN 1 AND 30),
    demo             boolean NOT NULL DEFAULT false
);
CREATE INDEX ON household (village_code);
CREATE INDEX ON household (county_code);

-- Eligibility is judged on the date of the benefit: the register's history, one status at a time.
CREATE TABLE household_status (
    household_id uuid NOT NULL REFERENCES household,
    status       text NOT NULL CHECK (status IN ('REGISTERED_POOR','LIFTED','MONITORED','MARGINAL','HARD_HIT','REMOVED')),
    valid_from   date NOT NULL,
    valid_to     date CHECK (valid_to > valid_from),
    PRIMARY KEY (household_id, valid_from),
    CONSTRAINT household_one_status_at_a_time EXCLUDE USING gist (household_id WITH =, daterange(valid_from, valid_to) WITH &&)
);

-- The contract by which a supplier raises household income. whole = all labour, members, grams or square metres.
CREATE TABLE household_benefit_link (
    id              uuid PRIMARY KEY DEFAULT uuidv7(),
    organisation_id uuid   NOT NULL REFERENCES organisation,
    kind            text   NOT NULL CHECK (kind IN ('WAGES','SHARES','PRODUCE','LAND')),
    title           text   NOT NULL,
    whole           bigint NOT NULL CHECK (whole > 0),
    valid_from      date   NOT NULL,
    valid_to        date CHECK (valid_to > valid_from),
    demo            boolean NOT NULL DEFAULT false
);
CREATE INDEX ON household_benefit_link (organisation_id);

-- persons: how many people of the household take part. weight: hours, shares, grams or square metres, by kind.
CREATE TABLE household_link_member (
    link_id      uuid   NOT NULL REFERENCES household_benefit_link,
    household_id uuid   NOT NULL REFERENCES household,
    persons      int    NOT NULL CHECK (persons > 0),
    weight       bigint NOT NULL CHECK (weight > 0),
    valid_from   date   NOT NULL,
    valid_to     date CHECK (valid_to > valid_from),
    PRIMARY KEY (link_id, household_id)
);
CREATE INDEX ON household_link_member (household_id);

-- How a sale of one product splits. Immutable once active: a change is a new version from a later day.
CREATE TABLE household_agreement (
    id                    uuid PRIMARY KEY DEFAULT uuidv7(),
    product_id            uuid NOT NULL,
    link_id               uuid NOT NULL REFERENCES household_benefit_link,
    version               int  NOT NULL CHECK (version > 0),
    fee_basis_points      int  NOT NULL CHECK (fee_basis_points BETWEEN 0 AND 10000),
    floor_fen_per_unit    bigint NOT NULL CHECK (floor_fen_per_unit >= 0),
    dividend_basis_points int  NOT NULL CHECK (dividend_basis_points BETWEEN 0 AND 10000),
    valid_from            date NOT NULL,
    valid_to              date CHECK (valid_to > valid_from),
    sha256                bytea NOT NULL,
    -- Natural persons, so that two accounts of one person are not four eyes.
    prepared_by           uuid NOT NULL,
    approved_by           uuid NOT NULL CONSTRAINT household_agreement_four_eyes CHECK (approved_by <> prepared_by),
    UNIQUE (product_id, version),
    CONSTRAINT household_one_agreement_a_day EXCLUDE USING gist (product_id WITH =, daterange(valid_from, valid_to) WITH &&)
);

-- Who may be credited by a link on a day: in the register with a status that counts, and taking part on that day.
-- Marginal households were never registered and removed ones left: neither counts. The one place that says so in SQL.
CREATE FUNCTION household_eligible_members(links uuid[], on_day date)
RETURNS TABLE (link_id uuid, household_id uuid, household_no bigint, persons int, weight bigint)
LANGUAGE sql STABLE AS $$
    SELECT m.link_id, m.household_id, h.number, m.persons, m.weight
      FROM household_link_member m
      JOIN household_benefit_link l ON l.id = m.link_id AND daterange(l.valid_from, l.valid_to) @> on_day
      JOIN household_status s ON s.household_id = m.household_id AND daterange(s.valid_from, s.valid_to) @> on_day
      JOIN household h ON h.id = m.household_id
     WHERE m.link_id = ANY (links) AND daterange(m.valid_from, m.valid_to) @> on_day
       AND s.status IN ('REGISTERED_POOR','LIFTED','MONITORED','HARD_HIT')
$$;
