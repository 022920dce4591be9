-- Files that people sent, as they were found harmless: once by their content, never changed. Who may see one is said by
-- the links of the features that refer to it.
CREATE TABLE document_content (
    sha256     bytea PRIMARY KEY CHECK (sha256 = sha256(content)),
    media_type text        NOT NULL CHECK (media_type IN ('image/jpeg','image/png','application/pdf')),
    size_bytes bigint      NOT NULL CHECK (size_bytes = length(content) AND size_bytes > 0),
    width_px   int         NOT NULL CHECK (width_px >= 0),
    height_px  int         NOT NULL CHECK (height_px >= 0),
    content    bytea       NOT NULL,
    stored_at  timestamptz NOT NULL DEFAULT now(),
    CHECK ((media_type = 'application/pdf') = (width_px = 0) AND (width_px = 0) = (height_px = 0))
);
-- Pictures are packed already: PostgreSQL need not try again.
ALTER TABLE document_content ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE TRIGGER document_content_append_only BEFORE UPDATE OR DELETE ON document_content
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER document_content_no_truncate BEFORE TRUNCATE ON document_content
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
