-- Certificates of others beside ours, entered by the supplier with the document and confirmed by the county.
CREATE TABLE certification_second (
    id             uuid PRIMARY KEY,
    certificate_id uuid        NOT NULL REFERENCES certification_certificate,
    kind           text        NOT NULL CHECK (kind ~ '^[a-z][a-z0-9-]*$'),
    number         text        NOT NULL CHECK (length(number) BETWEEN 3 AND 60),
    valid_from     date        NOT NULL,
    valid_to       date        NOT NULL CHECK (valid_to >= valid_from),
    sha256         bytea       NOT NULL REFERENCES document_content,
    state          text        NOT NULL DEFAULT 'ENTERED' CHECK (state IN ('ENTERED','CONFIRMED','REFUSED')),
    reason         text,
    entered_by     uuid        NOT NULL,
    entered_person uuid        NOT NULL,
    entered_at     timestamptz NOT NULL,
    decided_by     uuid,
    decided_person uuid,
    decided_at     timestamptz,
    CONSTRAINT certification_second_once UNIQUE (certificate_id, kind, number, valid_to),
    CONSTRAINT certification_second_four_eyes CHECK (decided_person <> entered_person),
    CHECK ((state = 'ENTERED') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_person IS NULL)),
    CHECK (state <> 'REFUSED' OR reason <> '')
);

-- Batches of the national catalogue as they came, each file once, each entry once whatever file it came in.
CREATE TABLE certification_catalogue_file (
    id         uuid PRIMARY KEY,
    sha256     bytea       NOT NULL,
    region     text        NOT NULL,
    name       text        NOT NULL,
    rows       int         NOT NULL CHECK (rows > 0),
    added      int         NOT NULL CHECK (added BETWEEN 0 AND rows),
    account_id uuid        NOT NULL,
    person_id  uuid        NOT NULL,
    taken_at   timestamptz NOT NULL,
    CONSTRAINT certification_catalogue_file_once UNIQUE (region, sha256)
);
CREATE TRIGGER certification_catalogue_file_append_only BEFORE UPDATE OR DELETE ON certification_catalogue_file
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TABLE certification_catalogue_entry (
    id              uuid PRIMARY KEY,
    file_id         uuid   NOT NULL REFERENCES certification_catalogue_file,
    row_no          int    NOT NULL,
    catalogue_batch text   NOT NULL CHECK (length(catalogue_batch) BETWEEN 1 AND 60),
    external_id     text   NOT NULL CHECK (length(external_id) BETWEEN 1 AND 60),
    number          text   NOT NULL UNIQUE,
    region          text   NOT NULL,
    name_zh         text   NOT NULL CHECK (length(name_zh) BETWEEN 2 AND 60),
    supplier_name   text   NOT NULL CHECK (length(supplier_name) BETWEEN 2 AND 80),
    credit_code     text   NOT NULL CHECK (length(credit_code) = 18),
    county_code     text   NOT NULL,
    category        text   NOT NULL,
    yearly_value_fen bigint NOT NULL CHECK (yearly_value_fen > 0),
    persons_helped  int    NOT NULL CHECK (persons_helped > 0),
    announced_on    date   NOT NULL,
    valid_to        date   NOT NULL CHECK (valid_to >= announced_on),
    -- The case in which the product is taken into our own register with its link to households, once there is one.
    application_id  uuid UNIQUE REFERENCES certification_application,
    CONSTRAINT certification_catalogue_entry_once UNIQUE (catalogue_batch, external_id)
);
CREATE INDEX ON certification_catalogue_entry (region, announced_on DESC, id DESC);
CREATE INDEX ON certification_catalogue_entry (credit_code);
