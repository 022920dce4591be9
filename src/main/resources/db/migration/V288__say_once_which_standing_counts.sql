-- Marginal households were never registered and removed ones left: neither counts. The one place that says so in SQL.
CREATE FUNCTION household_counts(standing text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT standing IN ('REGISTERED_POOR','LIFTED','MONITORED','HARD_HIT')
$$;

CREATE OR REPLACE FUNCTION household_eligible_members(links uuid[], on_day date)
RETURNS TABLE (link_id uuid, household_id uuid, household_no bigint, persons int, weight bigint)
LANGUAGE sql STABLE AS $$
    SELECT m.link_id, m.household_id, h.number, m.persons, m.weight
      FROM household_link_member m
      JOIN household_benefit_link l ON l.id = m.link_id AND daterange(l.valid_from, l.valid_to) @> on_day
      JOIN household_status s ON s.household_id = m.household_id AND daterange(s.valid_from, s.valid_to) @> on_day
      JOIN household h ON h.id = m.household_id
     WHERE m.link_id = ANY (links) AND daterange(m.valid_from, m.valid_to) @> on_day AND household_counts(s.status)
$$;

CREATE OR REPLACE FUNCTION household_counted_records(links uuid[], from_day date, to_day date)
RETURNS TABLE (id uuid, link_id uuid, household_id uuid, household_no bigint, day date, units bigint, price_fen bigint)
LANGUAGE sql STABLE AS $$
    SELECT r.id, r.link_id, r.household_id, h.number, r.day, r.units, r.price_fen
      FROM household_record r
      JOIN household_benefit_link l ON l.id = r.link_id AND daterange(l.valid_from, l.valid_to) @> r.day
      JOIN household_link_member m ON m.link_id = r.link_id AND m.household_id = r.household_id
           AND daterange(m.valid_from, m.valid_to) @> r.day
      JOIN household_status s ON s.household_id = r.household_id AND daterange(s.valid_from, s.valid_to) @> r.day
      JOIN household h ON h.id = r.household_id
     WHERE r.link_id = ANY (links) AND r.day BETWEEN from_day AND to_day AND r.struck_at IS NULL AND household_counts(s.status)
$$;
