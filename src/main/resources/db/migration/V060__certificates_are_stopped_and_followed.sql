-- A certificate is stopped, lifted and taken back by an officer or by a watch of the system itself; who and why stays.
ALTER TABLE certification_certificate_change ALTER COLUMN account_id DROP NOT NULL;
ALTER TABLE certification_certificate_change
    ADD COLUMN cause text NOT NULL DEFAULT 'OFFICER' CHECK (cause ~ '^[A-Z][A-Z_]{2,39}$'),
    ADD COLUMN level text CHECK (level ~ '^[A-Z][A-Z_]*$'),
    ADD CONSTRAINT certification_an_officer_has_a_name CHECK (cause <> 'OFFICER' OR account_id IS NOT NULL);
CREATE INDEX certification_certificate_change_latest ON certification_certificate_change (since DESC, certificate_id);
CREATE INDEX certification_certificate_area ON certification_certificate (county_code text_pattern_ops, issued_on DESC, id DESC);
CREATE INDEX certification_certificate_newest ON certification_certificate (issued_on DESC, id DESC);
CREATE INDEX certification_certificate_stopped ON certification_certificate (product_id) WHERE state <> 'VALID';

-- A certificate has further cases after its first: a renewal, a change of what was certified. One of them at a time.
ALTER TABLE certification_application DROP CONSTRAINT certification_application_product_id_key;
ALTER TABLE certification_application
    ADD COLUMN kind text NOT NULL DEFAULT 'NEW' CHECK (kind IN ('NEW','RENEWAL','CHANGE')),
    ADD COLUMN certificate_id uuid REFERENCES certification_certificate,
    ADD CONSTRAINT certification_what_follows_names_its_certificate CHECK ((kind = 'NEW') = (certificate_id IS NULL));
CREATE UNIQUE INDEX certification_one_first_application ON certification_application (product_id) WHERE kind = 'NEW';
CREATE UNIQUE INDEX certification_one_case_a_certificate ON certification_application (certificate_id)
    WHERE kind <> 'NEW' AND state NOT IN ('REJECTED','WITHDRAWN','CERTIFIED');
CREATE INDEX certification_application_of_product ON certification_application (product_id);

-- Orders that were paid before a certificate was stopped and are not sent: kept until somebody decides, once for each stop.
CREATE INDEX order_line_goods ON order_line (listing_id);
CREATE TABLE order_stop_decision (
    part_id        uuid        NOT NULL REFERENCES order_part,
    certificate_id uuid        NOT NULL,
    stopped_since  timestamptz NOT NULL,
    outcome        text        NOT NULL CHECK (outcome IN ('KEEP','REFUND')),
    reason         text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    account_id     uuid        NOT NULL,
    person_id      uuid        NOT NULL,
    decided_at     timestamptz NOT NULL,
    CONSTRAINT order_stop_decided_once PRIMARY KEY (part_id, certificate_id, stopped_since)
);
CREATE TRIGGER order_stop_decision_append_only BEFORE UPDATE OR DELETE ON order_stop_decision
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
