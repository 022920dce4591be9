-- A listing may be saved before it is shown; and it says in which months it is sent (none said: as it is harvested), for how
-- many days it keeps and how it is stored.
ALTER TABLE catalogue_listing DROP CONSTRAINT catalogue_listing_state_check,
    ADD CONSTRAINT catalogue_listing_state_check CHECK (state IN ('DRAFT','ON_SALE','WITHDRAWN')),
    ADD COLUMN sale_months int[] NOT NULL DEFAULT '{}'
        CHECK (sale_months <@ ARRAY[1,2,3,4,5,6,7,8,9,10,11,12]),
    ADD COLUMN shelf_life_days int CHECK (shelf_life_days BETWEEN 1 AND 3650),
    ADD COLUMN storage text NOT NULL DEFAULT '' CHECK (length(storage) <= 60);

-- A supplier's goods on a sheet: shown first, then written once. The same file is the same sheet and changes nothing. Every
-- row that was read ended in one of four ways.
CREATE TABLE catalogue_sheet (
    id              uuid PRIMARY KEY,
    organisation_id uuid        NOT NULL REFERENCES organisation,
    sha256          bytea       NOT NULL CHECK (length(sha256) = 32),
    file_name       text        NOT NULL CHECK (length(file_name) BETWEEN 1 AND 120),
    cells           text        NOT NULL CHECK (cells IS JSON ARRAY),
    uploaded_at     timestamptz NOT NULL,
    account_id      uuid        NOT NULL,
    confirmed_at    timestamptz,
    outcomes        text CHECK (outcomes IS JSON ARRAY),
    lines           int, created int, updated int, unchanged int, rejected int,
    CONSTRAINT catalogue_sheet_once UNIQUE (organisation_id, sha256),
    CONSTRAINT catalogue_sheet_adds_up CHECK (CASE WHEN confirmed_at IS NULL THEN lines IS NULL AND outcomes IS NULL
        ELSE outcomes IS NOT NULL AND coalesce(lines = created + updated + unchanged + rejected, false) END)
);
