-- Deeds belong to the area of what they were done to, also those of supervision, of suppliers and of the service by itself:
-- so a county reads in its own trail what the watch opened there.
CREATE OR REPLACE FUNCTION platform_audit_area() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    subject uuid;
BEGIN
    IF NEW.area_code IS NOT NULL THEN
        RETURN NEW;
    END IF;
    IF NEW.subject_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
        subject := NEW.subject_id::uuid;
        NEW.area_code := CASE NEW.subject_kind
            WHEN 'application'     THEN (SELECT county_code FROM certification_application WHERE id = subject)
            WHEN 'certificate'     THEN (SELECT county_code FROM certification_certificate WHERE id = subject)
            WHEN 'household'       THEN (SELECT village_code FROM household WHERE id = subject)
            WHEN 'organisation'    THEN (SELECT area_code FROM organisation WHERE id = subject)
            WHEN 'supplier'        THEN (SELECT area_code FROM organisation WHERE id = subject)
            WHEN 'listing'         THEN (SELECT county_code FROM catalogue_listing WHERE id = subject)
            WHEN 'watch-case'      THEN (SELECT county_code FROM supervision_case WHERE id = subject)
            WHEN 'finding'         THEN (SELECT county_code FROM supervision_finding WHERE id = subject)
            WHEN 'inspection'      THEN (SELECT county_code FROM supervision_inspection WHERE id = subject)
            WHEN 'inspection-draw' THEN (SELECT area_code FROM supervision_draw WHERE id = subject)
            WHEN 'complaint'       THEN (SELECT county_code FROM supervision_complaint WHERE id = subject)
            WHEN 'list-entry'      THEN (SELECT county_code FROM supervision_list_entry WHERE id = subject)
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

-- A person has several accounts; and the kinds of deeds are offered for choice, read by leaps over this index.
CREATE INDEX platform_audit_person ON platform_audit (person_id, id);
CREATE INDEX platform_audit_action ON platform_audit (action, id);
