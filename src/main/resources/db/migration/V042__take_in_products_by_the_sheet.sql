-- A sheet of products as it was uploaded: shown first, then made into drafts once. The same file is the same sheet.
CREATE TABLE certification_sheet (
    id              uuid PRIMARY KEY,
    organisation_id uuid        NOT NULL REFERENCES organisation,
    sha256          bytea       NOT NULL CHECK (length(sha256) = 32),
    file_name       text        NOT NULL CHECK (length(file_name) BETWEEN 1 AND 120),
    cells           text        NOT NULL CHECK (cells IS JSON ARRAY),
    uploaded_at     timestamptz NOT NULL,
    account_id      uuid        NOT NULL,
    confirmed_at    timestamptz,
    drafts          int         NOT NULL DEFAULT 0 CHECK (drafts >= 0 AND (drafts = 0 OR confirmed_at IS NOT NULL)),
    CONSTRAINT certification_sheet_once UNIQUE (organisation_id, sha256)
);
ALTER TABLE certification_application ADD COLUMN sheet_id uuid REFERENCES certification_sheet, ADD COLUMN sheet_row int,
    ADD CONSTRAINT certification_application_one_for_each_row UNIQUE (sheet_id, sheet_row);
