-- What a certificate said, version by version: its first issue, each renewal with a further term, each approved change. The
-- newest stands on the certificate itself; none is ever edited, so that what was printed can be read for ever.
CREATE TABLE certification_certificate_version (
    certificate_id   uuid   NOT NULL REFERENCES certification_certificate,
    version_no       int    NOT NULL CHECK (version_no > 0),
    kind             text   NOT NULL CHECK (kind IN ('NEW','RENEWAL','CHANGE','IMPORT')),
    application_id   uuid   NOT NULL UNIQUE REFERENCES certification_application,
    pack_version     text   NOT NULL,
    name_zh          text   NOT NULL,
    name_en          text   NOT NULL,
    category         text   NOT NULL,
    county_code      text   NOT NULL,
    criterion        text   NOT NULL,
    package_unit     text   NOT NULL,
    net_weight_grams bigint,
    price_fen        bigint NOT NULL,
    yearly_capacity  bigint NOT NULL,
    link_id          uuid,
    valid_from       date   NOT NULL,
    valid_to         date   NOT NULL CHECK (valid_to >= valid_from),
    PRIMARY KEY (certificate_id, version_no)
);
CREATE TRIGGER certification_certificate_version_append_only BEFORE UPDATE OR DELETE ON certification_certificate_version
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();

CREATE FUNCTION certification_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.application_id = OLD.application_id THEN
        RETURN NULL;
    END IF;
    INSERT INTO certification_certificate_version
           (certificate_id, version_no, kind, application_id, pack_version, name_zh, name_en, category, county_code, criterion,
            package_unit, net_weight_grams, price_fen, yearly_capacity, link_id, valid_from, valid_to)
    SELECT NEW.id, (SELECT count(*) + 1 FROM certification_certificate_version v WHERE v.certificate_id = NEW.id),
           a.kind, a.id, NEW.pack_version, NEW.name_zh, NEW.name_en, NEW.category, NEW.county_code, NEW.criterion,
           a.package_unit, a.net_weight_grams, a.price_fen, NEW.yearly_capacity, a.link_id,
           CASE TG_OP WHEN 'INSERT' THEN NEW.issued_on ELSE NEW.version_from END, NEW.valid_to
      FROM certification_application a WHERE a.id = NEW.application_id;
    RETURN NULL;
END $$;
-- The day from which the newest version holds; only read by the trigger above.
ALTER TABLE certification_certificate ADD COLUMN version_from date;
CREATE TRIGGER certification_keep_version AFTER INSERT OR UPDATE OF application_id ON certification_certificate
    FOR EACH ROW EXECUTE FUNCTION certification_keep_version();
INSERT INTO certification_certificate_version
       (certificate_id, version_no, kind, application_id, pack_version, name_zh, name_en, category, county_code, criterion,
        package_unit, net_weight_grams, price_fen, yearly_capacity, link_id, valid_from, valid_to)
SELECT c.id, 1, 'NEW', a.id, c.pack_version, c.name_zh, c.name_en, c.category, c.county_code, c.criterion,
       a.package_unit, a.net_weight_grams, a.price_fen, c.yearly_capacity, a.link_id, c.issued_on, c.valid_to
  FROM certification_certificate c JOIN certification_application a ON a.id = c.application_id;

-- What the supplier asks to be written otherwise, noted when the case is handed in: by it the way is chosen.
ALTER TABLE certification_application ADD COLUMN changed text[] NOT NULL DEFAULT '{}';
CREATE FUNCTION certification_changed(before certification_application, after certification_application)
RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(was.key ORDER BY was.key), '{}')
      FROM jsonb_each(to_jsonb(before)) was JOIN jsonb_each(to_jsonb(after)) now USING (key)
     WHERE was.value IS DISTINCT FROM now.value
       AND was.key IN ('name_zh','name_en','category','county_code','package_unit','net_weight_grams','price_fen','yearly_capacity',
                       'harvest_months','perishable','geographical_indication','link_id','floor_fen_per_unit','dividend_basis_points',
                       'bulk_price_fen','area_square_metres','raw_lots')
$$;
CREATE FUNCTION certification_note_what_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before certification_application;
BEGIN
    SELECT a.* INTO before FROM certification_certificate c JOIN certification_application a ON a.id = c.application_id
     WHERE c.id = NEW.certificate_id;
    NEW.changed := certification_changed(before, NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER certification_note_what_changed BEFORE INSERT OR UPDATE ON certification_application
    FOR EACH ROW WHEN (NEW.certificate_id IS NOT NULL AND NEW.state IN ('DRAFT','RETURNED','IN_REVIEW'))
    EXECUTE FUNCTION certification_note_what_changed();

-- The newest case of a certificate once more, with other values for what begins afresh.
CREATE FUNCTION certification_open_again(p_certificate uuid, p_fresh jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    written text;
BEGIN
    SELECT string_agg(quote_ident(attname), ', ') INTO written FROM pg_attribute
     WHERE attrelid = 'certification_application'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
    EXECUTE format('INSERT INTO certification_application (%1$s) SELECT %1$s FROM (
                        SELECT (jsonb_populate_record(NULL::certification_application, to_jsonb(a) || $2)).*
                          FROM certification_certificate c JOIN certification_application a ON a.id = c.application_id
                         WHERE c.id = $1) again', written) USING p_certificate, p_fresh;
END $$;

-- Reminders before the last day, one for each term.
CREATE INDEX certification_certificate_ending ON certification_certificate (valid_to) WHERE state <> 'REVOKED';
