-- What must always hold: every query answers no row. Run after each test that writes, by night, after every recovery.
-- A query begins at a line "-- name: <name>" and ends at its semicolon.

-- name: I1 every transaction is balanced
SELECT tx_id FROM ledger_line GROUP BY tx_id HAVING sum(amount) <> 0 OR count(*) < 2;

-- name: I2 no transaction without lines, no lines without transaction
SELECT coalesce(t.id, l.tx_id) FROM ledger_tx t
  FULL JOIN (SELECT DISTINCT tx_id, period FROM ledger_line) l ON l.tx_id = t.id AND l.period = t.period
 WHERE t.id IS NULL OR l.tx_id IS NULL;

-- name: I3 a balance is the sum of its lines
SELECT account_id FROM (SELECT account_id, sum(posted) AS posted, sum(lines) AS n FROM ledger_balance GROUP BY 1) b
  FULL JOIN (SELECT account_id, sum(amount) AS s, count(*) AS n FROM ledger_line GROUP BY 1) l USING (account_id)
 WHERE coalesce(b.posted, 0) <> coalesce(l.s, 0) OR coalesce(b.n, 0) <> coalesce(l.n, 0);

-- name: I4 nobody is overdrawn who must not be
SELECT a.id FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id WHERE NOT a.allow_negative
 GROUP BY a.id HAVING sum(b.posted) < 0;

-- name: I4b nobody is owed more than was taken too much from
SELECT a.id FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id WHERE a.kind = 'RECOVERABLE'
 GROUP BY a.id HAVING sum(b.posted) > 0;

-- name: I5 the legs of a sale are its gross
SELECT id FROM sale WHERE status <> 'UNCERTIFIED' AND fee_fen + floor_fen + dividend_fen + supplier_fen <> gross_fen;

-- name: I6 refunds never exceed a leg of their sale, nor its units
SELECT s.id FROM sale s JOIN sale_refund r ON r.sale_id = s.id GROUP BY s.id
HAVING sum(r.fee_fen) > s.fee_fen OR sum(r.floor_fen) > s.floor_fen OR sum(r.dividend_fen) > s.dividend_fen
    OR sum(r.supplier_fen) > s.supplier_fen OR sum(r.shortfall_fen) > s.shortfall_fen OR sum(r.units) > s.quantity;

-- name: I6b the legs of a refund are the refund
SELECT r.id FROM sale_refund r JOIN sale_refund_split p ON p.refund_id = r.id AND p.leg <> 'SHORTFALL'
 GROUP BY r.id, r.amount_fen HAVING sum(p.amount) <> r.amount_fen;

-- name: I7 the journal of sales is the sum of their legs, by transaction and account
-- The legs as sale_split has them, but looked up once for all sales of a transaction that share them.
WITH s AS (SELECT tx_id, agreement_id, organisation_id, month, CASE WHEN reported THEN 'REPORTED' ELSE 'CONFIRMED' END AS basis,
                  sum(fee_fen)::bigint AS fee, sum(floor_fen)::bigint AS floor, sum(dividend_fen)::bigint AS dividend,
                  sum(supplier_fen)::bigint AS supplier, sum(shortfall_fen)::bigint AS shortfall FROM sale GROUP BY 1, 2, 3, 4, 5)
SELECT tx_id, account_id
  FROM (SELECT l.tx_id, l.account_id, l.amount FROM ledger_line l
          JOIN ledger_tx t ON t.id = l.tx_id AND t.period = l.period AND t.kind = 'SALE' WHERE l.amount > 0
         UNION ALL
        SELECT s.tx_id, v.account_id, -v.amount FROM s
          LEFT JOIN sale_pool f ON f.agreement_id = s.agreement_id AND f.month = s.month AND f.leg = 'FLOOR' AND f.basis = s.basis
          LEFT JOIN sale_pool d ON d.agreement_id = s.agreement_id AND d.month = s.month AND d.leg = 'DIVIDEND' AND d.basis = s.basis
          LEFT JOIN ledger_account a ON a.kind = 'SUPPLIER' AND a.owner = s.organisation_id::text
          LEFT JOIN ledger_account p ON p.kind = 'FEE' AND p.owner = 'platform'
          LEFT JOIN ledger_account u ON s.shortfall > 0 AND u.kind = 'POOL'
               AND u.owner = s.agreement_id || ':' || s.month || ':FLOOR:UNFUNDED'
         CROSS JOIN LATERAL (VALUES (p.id, s.fee), (f.account_id, s.floor), (d.account_id, s.dividend), (a.id, s.supplier),
                                    (u.id, s.shortfall)) AS v(account_id, amount)
         WHERE v.amount > 0) x
 GROUP BY 1, 2 HAVING sum(amount) <> 0;

-- name: I7d the journal of a refund is its legs, taken back from the sale's posting
WITH j AS (SELECT l.tx_id, CASE a.kind WHEN 'POOL' THEN coalesce(p.leg, 'SHORTFALL') WHEN 'RECOVERABLE' THEN coalesce(p.leg, 'SUPPLIER')
                    ELSE a.kind END AS leg, sum(l.amount) AS a
             FROM ledger_line l JOIN ledger_tx t ON t.id = l.tx_id AND t.period = l.period AND t.kind = 'REFUND'
             JOIN ledger_account a ON a.id = l.account_id LEFT JOIN sale_pool p ON p.id = l.pool_id GROUP BY 1, 2),
     r AS (SELECT tx_id, leg, -amount AS a FROM sale_refund_split
            UNION ALL SELECT tx_id, 'CLEARING', amount_fen FROM sale_refund
            UNION ALL SELECT tx_id, 'SUPPLIER_DEBT', shortfall_fen FROM sale_refund)
SELECT tx_id, leg FROM j FULL JOIN r USING (tx_id, leg) WHERE coalesce(j.a, 0) <> coalesce(r.a, 0)
 UNION ALL
SELECT r.tx_id, 'REVERSES' FROM sale_refund r JOIN sale s ON s.id = r.sale_id JOIN ledger_tx t ON t.id = r.tx_id
 WHERE t.reverses_tx IS DISTINCT FROM s.tx_id;

-- name: I7b a journal transaction carries the records of its sales
SELECT t.id FROM ledger_tx t
  FULL JOIN (SELECT tx_id, ledger_merkle_root(array_agg(record_sha256 ORDER BY position)) AS root,
                    count(*) AS n, max(position) AS last, min(position) AS first FROM sale GROUP BY 1) s ON s.tx_id = t.id
 WHERE (t.kind = 'SALE' OR s.tx_id IS NOT NULL)
   AND (t.kind IS DISTINCT FROM 'SALE' OR s.root IS DISTINCT FROM t.content_root OR s.first <> 0 OR s.n <> s.last + 1);

-- name: I7c a sale names the agreement of its product and day
-- A day is where it begins and where the next does: reckoned once for each agreement instead of for each sale.
WITH a AS MATERIALIZED (SELECT id, product_id, valid_from::timestamp AT TIME ZONE 'Asia/Shanghai' AS since,
                               valid_to::timestamp AT TIME ZONE 'Asia/Shanghai' AS until FROM household_agreement)
SELECT s.id FROM sale s LEFT JOIN a ON a.id = s.agreement_id
 WHERE s.status <> 'UNCERTIFIED' AND (a.product_id IS DISTINCT FROM s.product_id OR s.sold_at < a.since OR s.sold_at >= a.until);

-- name: I8 a finished run posted exactly what was frozen
SELECT run_id, pool_id FROM (SELECT s.run_id, p.pool_id, sum(s.amount) AS total, count(*) FILTER (WHERE s.amount > 0) AS n
         FROM settlement_share s JOIN settlement_pool p ON p.run_id = s.run_id AND p.rank = s.pool_rank GROUP BY 1, 2) f
  FULL JOIN (SELECT t.run_id, l.pool_id, sum(l.amount) AS total, count(*) AS n FROM ledger_line l
         JOIN ledger_tx t ON t.id = l.tx_id AND t.period = l.period AND t.kind = 'SETTLE'
         JOIN ledger_account a ON a.id = l.account_id AND a.kind = 'HOUSEHOLD' GROUP BY 1, 2) l USING (run_id, pool_id)
  JOIN settlement_run r ON r.id = run_id AND r.state = 'DONE'
  LEFT JOIN settlement_pool q USING (run_id, pool_id)
 WHERE (f.total, f.n) IS DISTINCT FROM (l.total, l.n) OR q.amount IS DISTINCT FROM l.total;

-- name: I8b a pool is frozen by what its open run holds of it
SELECT p.id FROM sale_pool p
  LEFT JOIN (SELECT q.pool_id, sum(q.amount) AS amount FROM settlement_pool q
               JOIN settlement_run r ON r.id = q.run_id AND r.state IN ('PREPARED', 'APPROVED', 'RUNNING')
              WHERE q.state = 'SHARED' GROUP BY 1) o ON o.pool_id = p.id
 WHERE p.frozen_fen <> coalesce(o.amount, 0);

-- name: I9 a chunk is done if and only if its transaction exists
SELECT c.run_id, c.chunk_no FROM settlement_chunk c
  LEFT JOIN ledger_tx t ON t.id = c.tx_id AND t.idem_key = format('run:%s:chunk:%s', c.run_id, c.chunk_no)
 WHERE (c.state = 'DONE' AND c.total > 0) <> (t.id IS NOT NULL);

-- name: I10 one credit for a run, household and pool
SELECT t.run_id, l.account_id, l.pool_id FROM ledger_line l
  JOIN ledger_tx t ON t.id = l.tx_id AND t.period = l.period AND t.kind = 'SETTLE'
  JOIN ledger_account a ON a.id = l.account_id AND a.kind = 'HOUSEHOLD' GROUP BY 1, 2, 3 HAVING count(*) > 1;

-- name: I11 nothing is recorded into a closed month
SELECT t.id FROM ledger_tx t JOIN ledger_period p ON p.id = t.period WHERE p.closed_at IS NOT NULL AND t.recorded_at > p.closed_at;

-- name: I11b a closed month has the root it was closed with
SELECT id FROM ledger_period WHERE state = 'CLOSED' AND closed_root IS DISTINCT FROM ledger_month_root(id);

-- name: I12 a reversal takes back from the accounts of the original, and never more
-- A pool is one side with what stands as recoverable for it, whatever its basis; so is a supplier.
WITH side AS (SELECT l.tx_id, sum(l.amount) AS amount,
                     CASE WHEN p.id IS NOT NULL THEN concat_ws(':', p.agreement_id, p.month, p.leg)
                          WHEN a.kind = 'RECOVERABLE' THEN 'SUPPLIER:' || a.owner ELSE a.kind || ':' || a.owner END AS side
                FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id LEFT JOIN sale_pool p ON p.id = l.pool_id
               WHERE l.tx_id IN (SELECT u FROM ledger_tx t, unnest(ARRAY[t.id, t.reverses_tx]) u WHERE t.reverses_tx IS NOT NULL)
               GROUP BY 1, 3)
SELECT o.tx_id, v.side
  FROM (SELECT r.reverses_tx, s.side, sum(s.amount) AS s FROM ledger_tx r JOIN side s ON s.tx_id = r.id
         WHERE r.reverses_tx IS NOT NULL GROUP BY 1, 2) v
  LEFT JOIN side o ON o.tx_id = v.reverses_tx AND o.side = v.side
 WHERE o.amount IS NULL OR v.s * sign(o.amount) > 0 OR abs(v.s) > abs(o.amount);

-- name: I15 stock is what is held and sold, never oversold
SELECT s.listing_id FROM catalogue_stock s LEFT JOIN catalogue_hold h ON h.listing_id = s.listing_id AND h.state = 'ACTIVE'
 GROUP BY s.listing_id HAVING s.reserved <> coalesce(sum(h.quantity), 0) OR s.reserved + s.sold > s.onhand;

-- name: I16 the capacity used is the sales of the year less what was taken back of them
SELECT product_id, year FROM sale_capacity c
  FULL JOIN (SELECT s.product_id, s.month / 100 AS year, sum(s.quantity - coalesce(r.units, 0)) AS q FROM sale s
               LEFT JOIN (SELECT sale_id, sum(units) AS units FROM sale_refund GROUP BY 1) r ON r.sale_id = s.id
              WHERE s.status <> 'UNCERTIFIED' GROUP BY 1, 2) u
 USING (product_id, year)
 WHERE coalesce(c.used_units, 0) <> coalesce(u.q, 0) OR (c.used_units > c.cap_units AND c.override_by IS NULL);

-- name: I16b a certificate was valid on the day of the sale
WITH c AS MATERIALIZED (SELECT id, product_id, organisation_id, issued_on::timestamp AT TIME ZONE 'Asia/Shanghai' AS since,
                               (valid_to + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS until FROM certification_certificate)
SELECT s.id FROM sale s LEFT JOIN c ON c.id = s.certificate_id
 WHERE s.status <> 'UNCERTIFIED' AND (c.product_id IS DISTINCT FROM s.product_id OR c.organisation_id IS DISTINCT FROM s.organisation_id
    OR s.sold_at < c.since OR s.sold_at >= c.until);

-- name: I17 one captured payment for a subject
SELECT subject FROM payment_intent WHERE state = 'CAPTURED' GROUP BY subject HAVING count(*) > 1;

-- name: I17b what goes back of a payment is the sum of its refunds
SELECT i.id FROM payment_intent i
  LEFT JOIN (SELECT intent_id, sum(amount_fen) FILTER (WHERE state = 'DONE') AS done, sum(amount_fen) FILTER (WHERE state <> 'DONE') AS due
               FROM payment_refund GROUP BY 1) r ON r.intent_id = i.id
 WHERE i.refunded_fen <> coalesce(r.done, 0) OR i.refunding_fen <> coalesce(r.due, 0);

-- name: I17c an approved claim is in the books and owed to its payer, to the fen; no other is
SELECT c.id FROM order_claim c
  LEFT JOIN (SELECT split_part(external_id, '/', 1) AS reference, sum(amount_fen) AS fen FROM sale_refund GROUP BY 1) b
    ON b.reference = 'claim:' || c.id
  LEFT JOIN payment_refund p ON p.reference = 'claim:' || c.id
  LEFT JOIN order_freight_refund f ON f.reference = 'claim:' || c.id
  LEFT JOIN (SELECT reference, sum(amount_fen) AS fen FROM order_subsidy_refund GROUP BY 1) s ON s.reference = 'claim:' || c.id
 WHERE (CASE WHEN c.state = 'APPROVED' THEN c.approved_fen ELSE 0 END) IS DISTINCT FROM coalesce(b.fen, 0) - coalesce(s.fen, 0)
    OR c.freight_fen <> coalesce(f.amount_fen, 0)
    OR coalesce(b.fen, 0) - coalesce(s.fen, 0) + c.freight_fen <> coalesce(p.amount_fen, 0);

-- name: I17d what goes out again is kept for its claim, and went out where that is over
SELECT c.id FROM order_claim c LEFT JOIN order_parcel p ON p.claim_id = c.id
 WHERE (c.state = 'EXCHANGED') <> (p.id IS NOT NULL)
    OR (c.state IN ('EXCHANGING', 'EXCHANGED')
        AND (SELECT sum(k.quantity) FROM order_claim_line k WHERE k.claim_id = c.id) IS DISTINCT FROM
            (SELECT sum(h.quantity) FROM catalogue_hold h WHERE h.owner = c.id
                AND CASE c.state WHEN 'EXCHANGED' THEN h.state = 'TAKEN' ELSE h.state IN ('ACTIVE', 'LAPSED') END));

-- name: I26 a purchase is its orders, an order its lines and its freight less its discount
SELECT u.id FROM order_purchase u LEFT JOIN order_part p ON p.purchase_id = u.id
 GROUP BY u.id HAVING u.total_fen <> coalesce(sum(p.total_fen), 0)
 UNION ALL
SELECT p.id FROM order_part p LEFT JOIN order_line l ON l.part_id = p.id
 GROUP BY p.id HAVING p.total_fen <> p.freight_fen + coalesce(sum(l.amount_fen - l.discount_fen), 0)
 UNION ALL
SELECT u.id FROM order_purchase u JOIN order_part p ON p.purchase_id = u.id JOIN order_line l ON l.part_id = p.id
 GROUP BY u.id HAVING u.discount_fen <> sum(l.discount_fen)
    OR sum(l.subsidy_fen) <> CASE WHEN u.subsidy_payer IS NULL THEN 0 ELSE u.discount_fen END;

-- name: I27 freight that was paid is its supplier's in the books, and no household's
WITH j AS (SELECT l.tx_id, a.kind, a.owner, sum(l.amount) AS fen FROM ledger_line l
             JOIN ledger_tx t ON t.id = l.tx_id AND t.period = l.period AND t.kind = 'FREIGHT'
             JOIN ledger_account a ON a.id = l.account_id WHERE l.amount > 0 GROUP BY 1, 2, 3),
     p AS (SELECT u.freight_tx AS tx_id, 'SUPPLIER' AS kind, p.organisation_id::text AS owner, sum(p.freight_fen) AS fen
             FROM order_part p JOIN order_purchase u ON u.id = p.purchase_id
            WHERE p.freight_fen > 0 AND u.paid_at IS NOT NULL GROUP BY 1, 2, 3)
SELECT tx_id, kind, owner FROM j FULL JOIN p USING (tx_id, kind, owner) WHERE j.fen IS DISTINCT FROM p.fen;

-- name: I28 freight goes back once, as it was paid, from its supplier
WITH j AS (SELECT l.tx_id, -sum(l.amount) AS fen, min(a.owner) AS owner, max(a.owner) AS other,
                  bool_and(a.kind IN ('SUPPLIER', 'RECOVERABLE')) AS own
             FROM ledger_line l JOIN ledger_tx t ON t.id = l.tx_id AND t.period = l.period AND t.kind = 'FREIGHT_BACK'
             JOIN ledger_account a ON a.id = l.account_id WHERE l.amount < 0 GROUP BY 1)
SELECT tx_id FROM j FULL JOIN (SELECT f.tx_id, f.amount_fen, p.freight_fen, p.organisation_id::text AS supplier
                                 FROM order_freight_refund f JOIN order_part p ON p.id = f.part_id) f USING (tx_id)
 WHERE (j.fen, j.owner, j.other, j.own) IS DISTINCT FROM (f.freight_fen, f.supplier, f.supplier, true)
    OR f.amount_fen <> f.freight_fen;

-- name: I29 a sale is what its line cost the buyer and what was given for it
SELECT s.id FROM order_line l JOIN sale s ON s.id = l.sale_id
 WHERE s.gross_fen <> l.amount_fen - l.discount_fen + l.subsidy_fen;

-- name: I29b a subsidy comes from its source once, as the purchase says
WITH j AS (SELECT l.tx_id, a.owner, -sum(l.amount) AS fen FROM ledger_line l
             JOIN ledger_tx t ON t.id = l.tx_id AND t.period = l.period AND t.kind = 'SUBSIDY'
             JOIN ledger_account a ON a.id = l.account_id AND a.kind = 'SUBSIDY' GROUP BY 1, 2),
     p AS (SELECT subsidy_tx AS tx_id, subsidy_payer AS owner, discount_fen AS fen FROM order_purchase
            WHERE subsidy_payer IS NOT NULL AND paid_at IS NOT NULL)
SELECT tx_id, owner FROM j FULL JOIN p USING (tx_id, owner) WHERE j.fen IS DISTINCT FROM p.fen;

-- name: I29c what goes back of a subsidy goes back to its source
WITH j AS (SELECT l.tx_id, a.owner, sum(l.amount) AS fen FROM ledger_line l
             JOIN ledger_tx t ON t.id = l.tx_id AND t.period = l.period AND t.kind = 'SUBSIDY_BACK'
             JOIN ledger_account a ON a.id = l.account_id AND a.kind = 'SUBSIDY' GROUP BY 1, 2),
     b AS (SELECT r.tx_id, u.subsidy_payer AS owner, sum(r.amount_fen) AS fen FROM order_subsidy_refund r
             LEFT JOIN order_part p ON p.id = r.part_id LEFT JOIN order_purchase u ON u.id = p.purchase_id GROUP BY 1, 2)
SELECT tx_id, owner FROM j FULL JOIN b USING (tx_id, owner) WHERE j.fen IS DISTINCT FROM b.fen;

-- name: I29d a subsidised line gives its subsidy back with its price: all of it once all of the price went back
SELECT l.part_id, l.line_no FROM order_line l
  JOIN (SELECT sale_id, sum(amount_fen) AS fen FROM sale_refund GROUP BY 1) r ON r.sale_id = l.sale_id
  LEFT JOIN (SELECT part_id, line_no, sum(amount_fen) AS fen FROM order_subsidy_refund GROUP BY 1, 2) b
    ON b.part_id = l.part_id AND b.line_no = l.line_no
 WHERE coalesce(b.fen, 0) > l.subsidy_fen OR r.fen - coalesce(b.fen, 0) > l.amount_fen - l.discount_fen
    OR (r.fen = l.amount_fen AND coalesce(b.fen, 0) <> l.subsidy_fen);

-- name: I32 what was missing at the scales went back to the buyer, to the fen, as far as there was something left
SELECT w.part_id, w.line_no
  FROM (SELECT g.*, l.sale_id, l.amount_fen - l.discount_fen + l.subsidy_fen AS whole,
               l.amount_fen - l.discount_fen - (l.amount_fen - l.discount_fen) * (g.ordered_grams - g.missing_grams)
                   / g.ordered_grams AS owed
          FROM order_line_weight g JOIN order_line l USING (part_id, line_no)) w
  LEFT JOIN (SELECT sale_id, sum(amount_fen) AS fen FROM sale_refund GROUP BY 1) r ON r.sale_id = w.sale_id
 WHERE w.back_fen > w.owed OR (w.back_fen < w.owed AND coalesce(r.fen, 0) < w.whole);

-- name: I32b what goes back for weight is in the books and owed to its payer
SELECT reference
  FROM (SELECT 'weight:' || parcel_id AS reference, sum(amount_fen) AS fen FROM order_weight_refund GROUP BY 1) w
  FULL JOIN (SELECT reference, amount_fen FROM payment_refund WHERE reference LIKE 'weight:%') p USING (reference)
  LEFT JOIN (SELECT split_part(external_id, '/', 1) AS reference, sum(amount_fen) AS fen FROM sale_refund
              WHERE external_id LIKE 'weight:%' GROUP BY 1) b USING (reference)
  LEFT JOIN (SELECT reference, sum(amount_fen) AS fen FROM order_subsidy_refund GROUP BY 1) s USING (reference)
 WHERE w.fen IS DISTINCT FROM p.amount_fen OR w.fen IS DISTINCT FROM b.fen - coalesce(s.fen, 0);

-- name: I33 the places that are booked of a day are those of live orders and of holds, and never more than there are
SELECT coalesce(d.listing_id, b.listing_id), coalesce(d.day, b.day) FROM catalogue_day d
  FULL JOIN (SELECT listing_id, day, sum(places) AS places
               FROM (SELECT l.listing_id, p.visit_on AS day, l.quantity AS places
                       FROM order_part p JOIN order_line l ON l.part_id = p.id
                      WHERE p.visit_on IS NOT NULL AND p.state IN ('PAID', 'RECEIVED')
                      UNION ALL SELECT listing_id, day, quantity FROM catalogue_booking WHERE state = 'ACTIVE') x
              GROUP BY 1, 2) b ON b.listing_id = d.listing_id AND b.day = d.day
 WHERE coalesce(d.booked, 0) <> coalesce(b.places, 0) OR d.booked > d.places;

-- name: I31 what a programme has used is what purchases used of it, and never more than its budget
SELECT p.id FROM promotion_programme p
  LEFT JOIN promotion_redemption r ON r.programme_id = p.id AND r.given_back_at IS NULL
 GROUP BY p.id HAVING p.used_fen <> coalesce(sum(r.discount_fen), 0) OR p.used_count <> count(r.purchase_id)
    OR p.used_fen > p.budget_fen;

-- name: I31b what a person has used of it is what that person's purchases used
SELECT m.programme_id, m.account_id FROM promotion_person m
  LEFT JOIN promotion_redemption r ON r.programme_id = m.programme_id AND r.account_id = m.account_id AND r.given_back_at IS NULL
 GROUP BY m.programme_id, m.account_id HAVING m.used <> count(r.purchase_id);

-- name: I31c a coupon's use is that of its purchase, to the fen
SELECT u.id FROM order_purchase u FULL JOIN promotion_redemption r ON r.purchase_id = u.id
 WHERE (u.coupon_id IS NOT NULL OR r.purchase_id IS NOT NULL)
   AND (u.coupon_id, u.account_id, u.discount_fen) IS DISTINCT FROM (r.programme_id, r.account_id, r.discount_fen);

-- name: I31d a purchase that ended unpaid holds no coupon
SELECT u.id FROM order_purchase u JOIN promotion_redemption r ON r.purchase_id = u.id
 WHERE u.state IN ('EXPIRED', 'CANCELLED') AND r.given_back_at IS NULL;

-- name: I18 the chain of seals recomputes and no block is missing
WITH b AS (SELECT *, lag(hash) OVER w AS before_hash, lag(no) OVER w AS before_no FROM ledger_seal_block WINDOW w AS (ORDER BY no))
SELECT b.no FROM b
  LEFT JOIN (SELECT block_no, count(*) AS n, ledger_merkle_root(array_agg(digest ORDER BY position)) AS root
               FROM ledger_seal_leaf GROUP BY block_no) l ON l.block_no = b.no
 WHERE (b.before_no IS NOT NULL AND (b.before_no <> b.no - 1 OR b.prev <> b.before_hash))
    OR b.hash <> sha256('\x03'::bytea || b.prev || b.root) OR b.root IS DISTINCT FROM l.root OR b.n IS DISTINCT FROM l.n
 UNION ALL
SELECT f.block_no FROM ledger_seal_leaf f LEFT JOIN ledger_tx t ON t.id = f.tx_id
  LEFT JOIN LATERAL (SELECT string_agg(ledger_line_text(l), '' ORDER BY l.line_no) AS lines FROM ledger_line l
                      WHERE l.period = t.period AND l.tx_id = t.id) l ON true
 WHERE (t.id IS NOT NULL AND f.body_hash = sha256(convert_to(concat(ledger_header_text(t), l.lines), 'UTF8'))
        AND f.digest = ledger_tx_digest(t.content_root, f.body_hash)) IS NOT TRUE;

-- name: I19 four eyes, and run as approved
SELECT 'run', id FROM settlement_run WHERE state IN ('APPROVED','RUNNING','DONE')
   AND (approved_person IS NULL OR approved_person = prepared_person OR (state = 'DONE' AND executed_digest IS DISTINCT FROM result_digest))
 UNION ALL SELECT 'agreement', id FROM household_agreement WHERE approved_by = prepared_by
 UNION ALL SELECT 'bank-change', id FROM household_bank_change WHERE state = 'APPROVED' AND decided_person = asked_person
 UNION ALL SELECT 'payout', b.id FROM settlement_payout b WHERE b.state IN ('APPROVED', 'SENT', 'CLOSED')
   AND ((SELECT count(DISTINCT v.person_id) FROM settlement_payout_approval v WHERE v.batch_id = b.id AND v.voided_at IS NULL
            AND v.content_digest = b.approved_digest AND v.person_id <> b.prepared_person) < b.approvals_needed
        OR b.approved_digest <> settlement_payout_digest(b.id)
        OR (b.state <> 'APPROVED' AND b.executed_digest IS DISTINCT FROM b.approved_digest));

-- name: I20 a kept answer is a finished one
SELECT scope, key FROM platform_idempotency WHERE status IS NULL OR body IS NULL;

-- name: I21 a reported pool holds what is still to be confirmed
SELECT p.id FROM sale_pool p
  LEFT JOIN (SELECT account_id, sum(posted) AS posted FROM ledger_balance GROUP BY 1) b ON b.account_id = p.account_id
  LEFT JOIN (SELECT agreement_id, month, sum(floor_fen) AS floor, sum(dividend_fen) AS dividend FROM sale
              WHERE status = 'REPORTED' GROUP BY 1, 2) s ON s.agreement_id = p.agreement_id AND s.month = p.month
 WHERE p.basis = 'REPORTED'
   AND coalesce(b.posted, 0) <> coalesce(CASE p.leg WHEN 'FLOOR' THEN s.floor ELSE s.dividend END, 0);

-- name: I22 every row of a partner's batch is answered
SELECT b.id FROM partner_batch b
  LEFT JOIN (SELECT batch_id, count(*) FILTER (WHERE status = 'DUPLICATE') AS d, count(*) FILTER (WHERE status = 'CONFLICT') AS c,
                    count(*) FILTER (WHERE status = 'REJECTED') AS r, count(*) FILTER (WHERE status = 'HELD_CAPACITY') AS h
               FROM partner_batch_row GROUP BY 1) w ON w.batch_id = b.id
  LEFT JOIN (SELECT x.batch_id, count(*) AS a FROM partner_batch_chunk x JOIN sale s ON s.tx_id = x.tx_id GROUP BY 1) s ON s.batch_id = b.id
 WHERE b.accepted <> coalesce(s.a, 0) OR b.duplicate <> coalesce(w.d, 0) OR b.conflict <> coalesce(w.c, 0)
    OR b.rejected <> coalesce(w.r, 0) OR b.held <> coalesce(w.h, 0);

-- name: I23 nobody acted at two levels of one application
SELECT application_id, person_id FROM certification_decision GROUP BY 1, 2 HAVING count(DISTINCT level) > 1;

-- name: I50 who passed a case answers nothing that is held against it
SELECT o.id FROM certification_decision o
  JOIN certification_decision p ON p.application_id = o.application_id AND p.person_id = o.person_id AND p.outcome = 'PASS'
 WHERE o.outcome IN ('OBJECTION_DISMISSED', 'OBJECTION_UPHELD');

-- name: I40 a sheet made as many drafts as it says, of its own supplier
SELECT s.id FROM certification_sheet s LEFT JOIN certification_application a ON a.sheet_id = s.id
 GROUP BY s.id HAVING s.drafts <> count(a.id) OR coalesce(bool_or(a.organisation_id <> s.organisation_id), false);

-- name: I24 a certificate says what its newest version says
SELECT c.id FROM certification_certificate c
  LEFT JOIN LATERAL (SELECT * FROM certification_certificate_version x WHERE x.certificate_id = c.id
                      ORDER BY x.version_no DESC LIMIT 1) v ON true
 WHERE (v.application_id, v.name_zh) IS DISTINCT FROM (c.application_id, c.name_zh);

-- name: I25 a certificate stands as its last change left it
SELECT c.id FROM certification_certificate c
  LEFT JOIN LATERAL (SELECT state FROM certification_certificate_change x WHERE x.certificate_id = c.id
                      ORDER BY x.since DESC LIMIT 1) h ON true
 WHERE c.state <> coalesce(h.state, 'VALID');

-- name: I30 goods stand on the shelf no longer than their supplier may sell
SELECT l.id FROM catalogue_listing l JOIN organisation_supplier s ON s.organisation_id = l.organisation_id
 WHERE l.supplier_until <> s.sells_until OR l.valid_to <> least(l.certificate_to, s.sells_until);
