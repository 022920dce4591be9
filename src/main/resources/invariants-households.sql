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

-- name: I13 a payout's item stands as its entries in the ledger say
SELECT i.id FROM settlement_payout_item i
  LEFT JOIN ledger_tx c ON c.id = i.confirm_tx AND c.kind = 'PAYOUT_PAID'
  LEFT JOIN ledger_tx r ON r.id = i.release_tx
       AND r.kind = CASE i.state WHEN 'RETURNED' THEN 'PAYOUT_RETURNED' ELSE 'PAYOUT_BACK' END
 WHERE (i.state IN ('PAID', 'RETURNED')) <> (c.id IS NOT NULL)
    OR (CASE i.state WHEN 'REMOVED' THEN r.id IS NULL AND i.release_tx IS NOT NULL
                     ELSE (i.state IN ('FAILED', 'RETURNED')) <> (r.id IS NOT NULL) END);

-- name: I13b what payouts took from a household is what its items say
SELECT coalesce(j.account_id, i.account_id)
  FROM (SELECT l.account_id, -sum(l.amount) AS fen FROM ledger_tx t
          JOIN ledger_line l ON l.period = t.period AND l.tx_id = t.id
          JOIN ledger_account a ON a.id = l.account_id AND a.kind = 'HOUSEHOLD'
         WHERE t.kind IN ('PAYOUT_RESERVE', 'PAYOUT_PAID', 'PAYOUT_BACK', 'PAYOUT_RETURNED') GROUP BY 1) j
  FULL JOIN (SELECT i.account_id, sum(i.amount) AS fen FROM settlement_payout_item i
               JOIN settlement_payout_chunk k ON k.batch_id = i.batch_id AND k.chunk_no = i.chunk_no AND k.reserve_tx IS NOT NULL
              WHERE i.state IN ('PENDING', 'PAID') GROUP BY 1) i ON i.account_id = j.account_id
 WHERE coalesce(j.fen, 0) <> coalesce(i.fen, 0);

-- name: I14 a batch's money on its way is that of its items without an answer
SELECT coalesce(w.owner, i.owner)
  FROM (SELECT a.owner, sum(b.posted) AS fen FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id
         WHERE a.kind = 'TRANSIT' GROUP BY 1) w
  FULL JOIN (SELECT i.batch_id::text AS owner, sum(i.amount) AS fen FROM settlement_payout_item i
               JOIN settlement_payout_chunk k ON k.batch_id = i.batch_id AND k.chunk_no = i.chunk_no AND k.reserve_tx IS NOT NULL
              WHERE i.state = 'PENDING' GROUP BY 1) i ON i.owner = w.owner
 WHERE coalesce(w.fen, 0) <> coalesce(i.fen, 0);

-- name: I14b a stretch was reserved for what its items pay, and a batch counts what it pays
SELECT k.batch_id, k.chunk_no FROM settlement_payout_chunk k JOIN ledger_tx t ON t.id = k.reserve_tx
  LEFT JOIN LATERAL (SELECT sum(l.amount) AS fen FROM ledger_line l WHERE l.period = t.period AND l.tx_id = t.id AND l.amount > 0) l ON true
  LEFT JOIN LATERAL (SELECT sum(i.amount) AS fen FROM settlement_payout_item i
                      WHERE i.batch_id = k.batch_id AND i.chunk_no = k.chunk_no
                        AND (i.state <> 'REMOVED' OR i.release_tx IS NOT NULL)) i ON true
 WHERE l.fen IS DISTINCT FROM i.fen OR t.idem_key <> format('payout:%s:reserve:%s', k.batch_id, k.chunk_no)
 UNION ALL
SELECT b.id, b.items FROM settlement_payout b
  LEFT JOIN (SELECT batch_id, count(*) AS n, sum(amount) AS fen FROM settlement_payout_item WHERE state <> 'REMOVED' GROUP BY 1) i
       ON i.batch_id = b.id
 WHERE b.state NOT IN ('CANCELLING', 'CANCELLED') AND (b.items <> coalesce(i.n, 0) OR b.total_fen <> coalesce(i.fen, 0));

-- name: I13c a payout takes from the account of whom it pays
SELECT i.id FROM settlement_payout_item i LEFT JOIN ledger_account a ON a.id = i.account_id AND a.kind = 'HOUSEHOLD'
 WHERE a.owner IS DISTINCT FROM coalesce(i.household_id, i.village_id)::text;

-- name: I14c a batch pays nobody twice
SELECT batch_id, coalesce(household_id, village_id) FROM settlement_payout_item WHERE state <> 'REMOVED' GROUP BY 1, 2 HAVING count(*) > 1;

-- name: V1 a village is paid at the account that two persons entered
SELECT a.village_id FROM settlement_village_account a LEFT JOIN settlement_village_change c ON c.id = a.change_id
 WHERE (c.village_id, c.state, c.bank_code, c.bank_cipher, c.holder_cipher) IS DISTINCT FROM
       (a.village_id, 'APPROVED', a.bank_code, a.bank_cipher, a.holder_cipher) OR c.decided_person = c.asked_person;

-- name: I8c every credit of a finished run is the share that was approved
SELECT coalesce(f.run_id, l.run_id), coalesce(f.account_id, l.account_id)
  FROM (SELECT s.run_id, p.pool_id, s.account_id, s.amount FROM settlement_share s
          JOIN settlement_pool p ON p.run_id = s.run_id AND p.rank = s.pool_rank
          JOIN settlement_run r ON r.id = s.run_id AND r.state = 'DONE' WHERE s.amount > 0) f
  FULL JOIN (SELECT t.run_id, l.pool_id, l.account_id, l.amount FROM ledger_line l
          JOIN ledger_tx t ON t.id = l.tx_id AND t.period = l.period AND t.kind = 'SETTLE'
          JOIN settlement_run r ON r.id = t.run_id AND r.state = 'DONE' WHERE l.amount > 0) l USING (run_id, pool_id, account_id)
 WHERE f.amount IS DISTINCT FROM l.amount;

-- name: I8d what was odd in an approved run was answered by another person, and approved as it was seen
SELECT r.id FROM settlement_run r JOIN settlement_review v ON v.run_id = r.id
 WHERE r.state IN ('APPROVED', 'RUNNING', 'DONE')
   AND (r.approved_digest IS DISTINCT FROM settlement_review_digest(r.id) OR v.findings_digest <> settlement_findings_digest(r.id)
        OR EXISTS (SELECT 1 FROM settlement_open_finding o WHERE o.run_id = r.id))
 UNION ALL
SELECT a.run_id FROM settlement_answer a JOIN settlement_run r ON r.id = a.run_id WHERE a.answered_person = r.prepared_person;
