-- What a supplier owes the members of a link. Prepared by one person, approved by another over the same text; in force it
-- is unchangeable but for its last day, which the version after it sets.
-- rate_fen: WAGES for an hour or a piece; SHARES the floor for a share and period; PRODUCE the least for a kilogram; LAND the
-- rent of a mu and year; ASSET what each household that cannot work gets first in a month.
-- basis_points: SHARES of the profit, ASSET of the project's income. yield_basis_points: grams sold of grams delivered, where
-- all that is sold comes from deliveries that are recorded here.
CREATE TABLE household_terms (
    id                 uuid PRIMARY KEY,
    link_id            uuid   NOT NULL,
    organisation_id    uuid   NOT NULL,
    kind               text   NOT NULL,
    version            int    NOT NULL CHECK (version > 0),
    state              text   NOT NULL CHECK (state IN ('PREPARED','RETURNED','WITHDRAWN','ACTIVE')),
    work_unit          text   CHECK (work_unit IN ('HOUR','PIECE')),
    rate_fen           bigint NOT NULL CHECK (rate_fen BETWEEN 0 AND 100000000),
    basis_points       int    CHECK (basis_points BETWEEN 0 AND 10000),
    period_months      int    CHECK (period_months IN (1, 3, 6, 12)),
    yield_basis_points int    CHECK (yield_basis_points BETWEEN 1 AND 100000),
    project            text   CHECK (length(project) BETWEEN 1 AND 40),
    rule               text   CHECK (length(rule) BETWEEN 1 AND 300),
    leaves_to          text   NOT NULL CHECK (leaves_to IN ('REMAINING','SUCCESSOR','VILLAGE')),
    valid_from         date   NOT NULL,
    valid_to           date   CHECK (valid_to > valid_from),
    sha256             bytea  NOT NULL,
    prepared_by        uuid   NOT NULL,
    prepared_person    uuid   NOT NULL,
    prepared_at        timestamptz NOT NULL,
    decided_by         uuid,
    decided_person     uuid,
    decided_at         timestamptz,
    remark             text   CHECK (length(remark) BETWEEN 2 AND 200),
    UNIQUE (link_id, version),
    FOREIGN KEY (link_id, kind, organisation_id) REFERENCES household_benefit_link (id, kind, organisation_id),
    CONSTRAINT household_one_terms_a_day EXCLUDE USING gist (link_id WITH =, daterange(valid_from, valid_to) WITH &&)
        WHERE (state = 'ACTIVE'),
    -- Natural persons, so that two accounts of one person are not four eyes.
    CONSTRAINT household_terms_four_eyes
        CHECK (state NOT IN ('ACTIVE','RETURNED') OR coalesce(decided_person <> prepared_person, false)),
    CONSTRAINT household_terms_fit_kind CHECK (
        (work_unit IS NOT NULL) = (kind = 'WAGES') AND (period_months IS NOT NULL) = (kind = 'SHARES')
        AND (basis_points IS NOT NULL) = (kind IN ('SHARES','ASSET')) AND (yield_basis_points IS NULL OR kind = 'PRODUCE')
        AND (project IS NOT NULL) = (kind = 'ASSET') AND (kind <> 'ASSET' OR rule IS NOT NULL)
        -- Where the work or the goods of a month are the weight, nothing is left behind by who leaves.
        AND (leaves_to = 'REMAINING' OR kind NOT IN ('WAGES','PRODUCE'))),
    CHECK (valid_to IS NULL OR state = 'ACTIVE')
);
CREATE UNIQUE INDEX household_one_terms_draft ON household_terms (link_id) WHERE state IN ('PREPARED','RETURNED');

CREATE FUNCTION household_terms_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'WITHDRAWN'
       OR (OLD.state = 'ACTIVE'
           AND (to_jsonb(OLD) - 'valid_to' <> to_jsonb(NEW) - 'valid_to' OR OLD.valid_to IS NOT NULL OR NEW.valid_to IS NULL)) THEN
        RAISE EXCEPTION 'terms in force stand as they were approved'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'household_terms_stand';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER household_terms_stand BEFORE UPDATE OR DELETE ON household_terms
    FOR EACH ROW EXECUTE FUNCTION household_terms_stand();
