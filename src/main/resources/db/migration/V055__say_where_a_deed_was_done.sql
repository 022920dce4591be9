-- Where a deed belongs, so that an office can search its own: the area of what it was done to, else of whoever did it.
ALTER TABLE platform_audit ADD COLUMN area_code text;
CREATE INDEX platform_audit_area ON platform_audit (area_code text_pattern_ops, id);
CREATE INDEX platform_audit_at ON platform_audit (at);

CREATE FUNCTION platform_audit_area() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    subject uuid;
BEGIN
    IF NEW.area_code IS NOT NULL THEN
        RETURN NEW;
    END IF;
    IF NEW.subject_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
        subject := NEW.subject_id::uuid;
        NEW.area_code := CASE NEW.subject_kind
            WHEN 'application'  THEN (SELECT county_code FROM certification_application WHERE id = subject)
            WHEN 'certificate'  THEN (SELECT county_code FROM certification_certificate WHERE id = subject)
            WHEN 'household'    THEN (SELECT village_code FROM household WHERE id = subject)
            WHEN 'organisation' THEN (SELECT area_code FROM organisation WHERE id = subject)
            WHEN 'listing'      THEN (SELECT county_code FROM catalogue_listing WHERE id = subject)
        END;
    END IF;
    IF NEW.area_code IS NULL AND NEW.account_id IS NOT NULL THEN
        NEW.area_code := (SELECT coalesce(g.area_code, o.area_code) FROM identity_grant g
                            LEFT JOIN organisation o ON o.id = g.organisation_id
                           WHERE g.account_id = NEW.account_id AND coalesce(g.area_code, o.area_code) IS NOT NULL
                           ORDER BY (g.role = NEW.role) DESC, length(rtrim(coalesce(g.area_code, o.area_code), '0')) DESC
                           LIMIT 1);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER platform_audit_area BEFORE INSERT ON platform_audit FOR EACH ROW EXECUTE FUNCTION platform_audit_area();
