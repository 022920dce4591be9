-- An officer says which household is a relative's, or their own: a settlement that credits it is looked at before it is approved.
CREATE TABLE household_relative (
    household_id uuid        NOT NULL REFERENCES household,
    person_id    uuid        NOT NULL REFERENCES identity_person,
    relation     text        NOT NULL CHECK (relation IN ('OWN','SPOUSE','PARENT','CHILD','SIBLING','OTHER')),
    account_id   uuid        NOT NULL,
    declared_at  timestamptz NOT NULL,
    PRIMARY KEY (household_id, person_id)
);
CREATE INDEX ON household_relative (person_id);
CREATE TRIGGER household_relative_append_only BEFORE UPDATE OR DELETE ON household_relative
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();
