-- Every policy pack that ever was in force here, whole: what was decided under a version can be read against it for ever.
CREATE TABLE region_pack_version (
    version    text        PRIMARY KEY CHECK (version ~ '^[0-9a-f]{64}$'),
    pack       text        NOT NULL,
    content    jsonb       NOT NULL CHECK (jsonb_typeof(content) = 'object'),
    first_seen timestamptz NOT NULL
);
COMMENT ON COLUMN region_pack_version.version IS 'SHA-256 over the bytes of the files in the order of their names';
COMMENT ON COLUMN region_pack_version.content IS 'the text of each file by its name';
CREATE TRIGGER region_pack_version_append_only BEFORE UPDATE OR DELETE ON region_pack_version
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
