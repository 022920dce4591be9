-- A listing is on sale until the earlier of two days: the last of its certificate and the last on which its supplier may
-- sell. Lists and searches read valid_to alone, so an expired document takes goods off by date without anybody's deed.
ALTER TABLE catalogue_listing
    ADD COLUMN certificate_to date,
    ADD COLUMN supplier_until date NOT NULL DEFAULT '0001-01-01';
UPDATE catalogue_listing l SET certificate_to = valid_to,
       supplier_until = coalesce((SELECT s.sells_until FROM organisation_supplier s
                                   WHERE s.organisation_id = l.organisation_id), '0001-01-01');
UPDATE catalogue_listing SET valid_to = least(certificate_to, supplier_until);
ALTER TABLE catalogue_listing ALTER COLUMN certificate_to SET NOT NULL,
    ADD CONSTRAINT catalogue_no_longer_than_both CHECK (valid_to = least(certificate_to, supplier_until));

-- Whoever writes valid_to means the certificate's last day. Fires after catalogue_only_certified: triggers go by name.
CREATE FUNCTION catalogue_until_the_earlier_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.certificate_to := NEW.valid_to;
        NEW.supplier_until := coalesce((SELECT s.sells_until FROM organisation_supplier s
                                         WHERE s.organisation_id = NEW.organisation_id FOR SHARE), '0001-01-01');
    ELSIF NEW.valid_to IS DISTINCT FROM OLD.valid_to THEN
        NEW.certificate_to := NEW.valid_to;
    END IF;
    NEW.valid_to := least(NEW.certificate_to, NEW.supplier_until);
    RETURN NEW;
END $$;
CREATE TRIGGER catalogue_until_the_earlier_day BEFORE INSERT OR UPDATE OF valid_to, certificate_to, supplier_until
    ON catalogue_listing FOR EACH ROW EXECUTE FUNCTION catalogue_until_the_earlier_day();

CREATE FUNCTION catalogue_follow_supplier() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalogue_listing SET supplier_until = NEW.sells_until
     WHERE organisation_id = NEW.organisation_id AND supplier_until <> NEW.sells_until;
    RETURN NULL;
END $$;
CREATE TRIGGER catalogue_follow_supplier AFTER INSERT OR UPDATE OF sells_until ON organisation_supplier
    FOR EACH ROW EXECUTE FUNCTION catalogue_follow_supplier();
