-- Expiry is a matter of the day; that it came is noted once, with whoever was told.
CREATE TABLE certification_expiry (
    certificate_id uuid        NOT NULL REFERENCES certification_certificate,
    valid_to       date        NOT NULL,
    noted_at       timestamptz NOT NULL,
    PRIMARY KEY (certificate_id, valid_to)
);
CREATE TRIGGER certification_expiry_append_only BEFORE UPDATE OR DELETE ON certification_expiry
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE INDEX certification_certificate_valid_to ON certification_certificate (valid_to);
