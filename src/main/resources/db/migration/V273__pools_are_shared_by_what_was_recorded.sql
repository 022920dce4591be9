-- Records that count: each judged on its own day, against the register as it stood and the spells of the link.
CREATE FUNCTION household_counted_records(links uuid[], from_day date, to_day date)
RETURNS TABLE (id uuid, link_id uuid, household_id uuid, household_no bigint, day date, units bigint, price_fen bigint)
LANGUAGE sql STABLE AS $$
    SELECT r.id, r.link_id, r.household_id, h.number, r.day, r.units, r.price_fen
      FROM household_record r
      JOIN household_benefit_link l ON l.id = r.link_id AND daterange(l.valid_from, l.valid_to) @> r.day
      JOIN household_link_member m ON m.link_id = r.link_id AND m.household_id = r.household_id
           AND daterange(m.valid_from, m.valid_to) @> r.day
      JOIN household_status s ON s.household_id = r.household_id AND daterange(s.valid_from, s.valid_to) @> r.day
      JOIN household h ON h.id = r.household_id
     WHERE r.link_id = ANY (links) AND r.day BETWEEN from_day AND to_day AND r.struck_at IS NULL
       AND s.status IN ('REGISTERED_POOR','LIFTED','MONITORED','HARD_HIT')
$$;

-- Links whose weights are the records of a month, as their terms of the day say.
CREATE FUNCTION household_by_records(links uuid[], on_day date) RETURNS TABLE (link_id uuid)
LANGUAGE sql STABLE AS $$
    SELECT t.link_id FROM household_terms t
     WHERE t.link_id = ANY (links) AND t.state = 'ACTIVE' AND t.kind IN ('WAGES','PRODUCE')
       AND daterange(t.valid_from, t.valid_to) @> on_day
$$;

-- Who shares a pool of that day, and with what weight: what was recorded in its month up to the day where the terms of work
-- and purchase say so, else what the contract says; and the villages for those who left theirs to them, with the village's
-- code as a number below zero where households have theirs.
CREATE FUNCTION household_sharers(links uuid[], on_day date)
RETURNS TABLE (link_id uuid, household_id uuid, household_no bigint, weight bigint)
LANGUAGE sql STABLE AS $$
    SELECT e.link_id, e.household_id, e.household_no, e.weight
      FROM household_eligible_members(links, on_day) e
     WHERE e.link_id NOT IN (SELECT b.link_id FROM household_by_records(links, on_day) b)
     UNION ALL
    SELECT r.link_id, r.household_id, r.household_no, sum(r.units)::bigint
      FROM household_counted_records(links, date_trunc('month', on_day)::date, on_day) r
      JOIN household_by_records(links, on_day) b ON b.link_id = r.link_id
     GROUP BY 1, 2, 3
     UNION ALL
    SELECT v.link_id, c.id, -c.village_code::bigint, sum(v.weight)::bigint
      FROM household_village_share v
      JOIN household_village c ON c.village_code = v.village_code
      JOIN household_benefit_link l ON l.id = v.link_id AND daterange(l.valid_from, l.valid_to) @> on_day
     WHERE v.link_id = ANY (links) AND v.valid_from <= on_day
     GROUP BY 1, 2, 3
$$;
