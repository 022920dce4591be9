-- The invariants of what households are promised, told and watched by. The rest stands in invariants.sql.

-- name: N1 no more than ten mails in a day went where nobody agreed to them
SELECT DISTINCT encode(u.digest, 'hex') FROM notice_unasked u
 WHERE (SELECT count(*) FROM notice_unasked v WHERE v.digest = u.digest AND v.at > u.at - interval '1 day' AND v.at <= u.at) > 10;

-- name: N2 a mail goes to whom its note is for
SELECT m.note_id FROM notice_mail m JOIN notice_note n ON n.id = m.note_id JOIN notice_address a ON a.id = m.address_id
 WHERE NOT coalesce(n.account_id = a.account_id, n.subject = a.subject, false);

-- name: H1 members never hold more of a link than there is
SELECT h.link_id FROM household_held h JOIN household_benefit_link l ON l.id = h.link_id GROUP BY 1, l.whole HAVING max(h.held) > l.whole;

-- name: H2 terms in force say what both persons approved
SELECT id FROM household_terms WHERE state = 'ACTIVE' AND sha256 <> sha256(convert_to(format(
    E'bangxiao terms 1\nlink=%s\nkind=%s\nversion=%s\nwork-unit=%s\nrate-fen=%s\nbasis-points=%s\nperiod-months=%s\n'
    || E'yield-basis-points=%s\nproject=%s\nrule=%s\nleaves-to=%s\nvalid-from=%s\n',
    link_id, kind, version, work_unit, rate_fen, basis_points, period_months, yield_basis_points, project, rule, leaves_to,
    to_char(valid_from, 'YYYY-MM-DD')), 'UTF8'));

-- name: H3 no more is sold than comes of what was delivered
SELECT link_id FROM report_yield WHERE sold_grams > made_grams;

-- name: H4 a record is measured as the terms of its day say
SELECT r.id FROM household_record r
  LEFT JOIN household_terms t ON t.link_id = r.link_id AND t.state = 'ACTIVE' AND daterange(t.valid_from, t.valid_to) @> r.day
 WHERE r.unit IS DISTINCT FROM CASE WHEN t.kind = 'PRODUCE' THEN 'GRAM' WHEN t.work_unit = 'HOUR' THEN 'MINUTE'
                                    WHEN t.work_unit = 'PIECE' THEN 'PIECE' END;

-- name: H5 a village holds what a household that left gave up to it
SELECT v.change_id FROM household_village_share v
  LEFT JOIN household_link_change c ON c.id = v.change_id AND c.link_id = v.link_id AND c.on_day = v.valid_from
            AND c.passes_to = 'VILLAGE'
  LEFT JOIN household_link_member m ON m.link_id = c.link_id AND m.household_id = c.household_id AND m.valid_to = c.on_day
            AND m.weight = v.weight
 WHERE m.link_id IS NULL;

-- name: W1 nobody closed what they found
SELECT id FROM supervision_finding WHERE closed_person = found_person;

-- name: W2 the inspected read a finding only once its visit is done
SELECT f.id FROM supervision_finding f JOIN supervision_inspection i ON i.id = f.inspection_id
 WHERE f.published_at IS NOT NULL AND (i.done_at IS NULL OR i.done_at > f.published_at);

-- name: W3 every draw comes out again as it was drawn
SELECT id FROM supervision_draw WHERE drawn <> supervision_drawn(seed, population, wanted);

-- name: W4 what a closed quarter left short was made a case once, and nothing else was
SELECT coalesce(r.id, w.id) FROM supervision_reconciliation r
  FULL JOIN (SELECT * FROM supervision_case WHERE cause = 'CREDIT_BELOW_CLAIM') w ON w.subject_id = r.id
 WHERE coalesce(r.falls_short, false) <> (w.id IS NOT NULL);

-- name: W5 a household has one open alert for a rule
SELECT household_id, rule FROM monitoring_alert WHERE state IN ('OPEN', 'MEASURE') GROUP BY 1, 2 HAVING count(*) > 1;
