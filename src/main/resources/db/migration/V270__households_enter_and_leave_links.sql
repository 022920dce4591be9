-- A household takes part in a link for one or more spells, never two at once; what has been is kept: a spell only ever ends
-- earlier than it would have. cannot_work: nobody of the household can, which asset income looks at first.
ALTER TABLE household_link_member
    DROP CONSTRAINT household_link_member_pkey,
    ADD PRIMARY KEY (link_id, household_id, valid_from),
    ADD COLUMN cannot_work boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT household_one_spell_at_a_time
        EXCLUDE USING gist (link_id WITH =, household_id WITH =, daterange(valid_from, valid_to) WITH &&);

CREATE FUNCTION household_spell_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - 'valid_to' <> to_jsonb(NEW) - 'valid_to'
       OR NEW.valid_to IS NULL OR NEW.valid_to > OLD.valid_to THEN
        RAISE EXCEPTION 'a spell in a benefit link is kept'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'household_spell_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER household_spell_is_kept BEFORE UPDATE OR DELETE ON household_link_member
    FOR EACH ROW EXECUTE FUNCTION household_spell_is_kept();

-- The fifth way to raise income: a village's asset, run by the supplier. weight: what the village's resolution gives each.
ALTER TABLE household_benefit_link
    DROP CONSTRAINT household_benefit_link_kind_check,
    ADD CONSTRAINT household_benefit_link_kind_check CHECK (kind IN ('WAGES','SHARES','PRODUCE','LAND','ASSET')),
    ADD CONSTRAINT household_benefit_link_of_kind UNIQUE (id, kind, organisation_id);

-- Who came, went or changed, from which day, why, and who put it down. persons, weight: from that day on; none where one left.
CREATE TABLE household_link_change (
    id           uuid PRIMARY KEY,
    link_id      uuid        NOT NULL REFERENCES household_benefit_link,
    household_id uuid        NOT NULL REFERENCES household,
    kind         text        NOT NULL CHECK (kind IN ('ENTER','LEAVE','CHANGE')),
    on_day       date        NOT NULL,
    persons      int         CHECK (persons > 0),
    weight       bigint      CHECK (weight > 0),
    passes_to    text        CHECK (passes_to IN ('REMAINING','SUCCESSOR','VILLAGE')),
    successor_id uuid        REFERENCES household CHECK (successor_id <> household_id),
    reason       text        NOT NULL CHECK (length(reason) BETWEEN 2 AND 200),
    account_id   uuid        NOT NULL,
    person_id    uuid        NOT NULL,
    at           timestamptz NOT NULL,
    CHECK ((kind = 'LEAVE') = (weight IS NULL) AND (kind = 'LEAVE') = (persons IS NULL)),
    CHECK ((kind = 'LEAVE') = (passes_to IS NOT NULL)),
    CHECK (coalesce(passes_to = 'SUCCESSOR', false) = (successor_id IS NOT NULL))
);
CREATE INDEX ON household_link_change (link_id, id);
CREATE INDEX ON household_link_change (household_id);
CREATE TRIGGER household_link_change_append_only BEFORE UPDATE OR DELETE ON household_link_change
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();

-- A village's collective account: its owner in the ledger, beside the households'.
CREATE TABLE household_village (
    village_code text PRIMARY KEY CHECK (village_code ~ '^\d{12}$'),
    id           uuid NOT NULL UNIQUE DEFAULT uuidv7()
);

-- What those who left gave up to their village, from the day they left.
CREATE TABLE household_village_share (
    change_id    uuid PRIMARY KEY REFERENCES household_link_change,
    link_id      uuid   NOT NULL REFERENCES household_benefit_link,
    village_code text   NOT NULL REFERENCES household_village,
    weight       bigint NOT NULL CHECK (weight > 0),
    valid_from   date   NOT NULL
);
CREATE INDEX ON household_village_share (link_id);
CREATE TRIGGER household_village_share_append_only BEFORE UPDATE OR DELETE ON household_village_share
    FOR EACH ROW EXECUTE FUNCTION platform_append_only();

-- What members hold of a link together, from each day on which that changes: people, or the measure of the weights.
CREATE VIEW household_held AS
SELECT link_id, day, sum(sum(part)) OVER (PARTITION BY link_id ORDER BY day) AS held
  FROM (SELECT m.link_id, e.day, CASE WHEN l.kind IN ('WAGES','SHARES') THEN m.persons ELSE m.weight END * e.sign AS part
          FROM household_link_member m JOIN household_benefit_link l ON l.id = m.link_id
         CROSS JOIN LATERAL (VALUES (m.valid_from, 1), (m.valid_to, -1)) e(day, sign) WHERE e.day IS NOT NULL
         UNION ALL
        SELECT v.link_id, v.valid_from, v.weight FROM household_village_share v
          JOIN household_benefit_link l ON l.id = v.link_id AND l.kind NOT IN ('WAGES','SHARES')) p
 GROUP BY link_id, day;
