package org.bangxiao.bench;

/** The statements of a purchase in their order, as the service sends them: the bare client is to send no others. */
final class PurchaseSql {
    static final String KEY = """
            INSERT INTO platform_idempotency (scope, key, request_sha256) VALUES (?, ?, ?) ON CONFLICT (scope, key) DO NOTHING""";
    static final String CART = "SELECT id, version FROM order_cart WHERE token_hash = ? FOR UPDATE";
    static final String CART_LINES = """
            SELECT listing_id, quantity, seen_price_fen, seen_send_from, seen_send_to, day FROM order_cart_line
             WHERE cart_id = ? ORDER BY added_at, listing_id""";
    static final String GOODS = """
            SELECT id, product_id, organisation_id, certificate_number, name_zh, name_en, region, county_code, category, unit,
                   net_weight_grams, perishable, price_fen, catalogue_tiers(id) AS tiers, packed_weight_grams,
                   catalogue_freight(freight_template_id, organisation_id) AS freight,
                   CASE WHEN catalogue_public(l) THEN front_picture END AS front_picture, weighed, presale_until, presale_from,
                   presale_to, cancel_hours
              FROM catalogue_listing l WHERE id = ANY (?)""";
    static final String ON_SALE = GOODS + " AND state = 'ON_SALE' AND organisation_sells(organisation_id, ?)";
    private static final String CERTIFICATE = """
            SELECT c.*, coalesce(h.state, 'VALID') AS state_then, h.reason AS reason_then,
                   EXISTS (SELECT 1 FROM certification_certificate_version v WHERE v.certificate_id = c.id
                              AND (?::timestamptz AT TIME ZONE 'Asia/Shanghai')::date - 1 BETWEEN v.valid_from AND v.valid_to)
                       AS covered%s
              FROM certification_certificate c
              LEFT JOIN LATERAL (SELECT state, reason FROM certification_certificate_change h
                    WHERE h.certificate_id = c.id AND h.since < ? ORDER BY since DESC LIMIT 1) h ON true
             WHERE c.product_id = ANY (?)""";
    static final String CERTIFICATES = CERTIFICATE.formatted("");
    static final String CERTIFICATES_WITH_HISTORY = CERTIFICATE.formatted("""
            , array(SELECT since FROM certification_certificate_change x WHERE x.certificate_id = c.id ORDER BY since) AS changes_since,
            array(SELECT state FROM certification_certificate_change x WHERE x.certificate_id = c.id ORDER BY since) AS changes_state,
            array(SELECT valid_from FROM certification_certificate_version v WHERE v.certificate_id = c.id
                   ORDER BY version_no) AS terms_from,
            array(SELECT valid_to FROM certification_certificate_version v WHERE v.certificate_id = c.id
                   ORDER BY version_no) AS terms_to""");
    static final String SUPPLIERS = """
            SELECT s.organisation_id, s.confirmed_on, s.required,
                   ARRAY (SELECT d.kind || '|' || d.issued_on || '|' || coalesce(d.expires_on, '9999-12-31')
                            FROM organisation_document d
                           WHERE d.organisation_id = s.organisation_id AND d.state = 'CONFIRMED'
                             AND d.kind = ANY (s.required)) AS papers,
                   ARRAY (SELECT x.since FROM organisation_suspension x
                           WHERE x.organisation_id = s.organisation_id ORDER BY x.id) AS since,
                   ARRAY (SELECT coalesce(x.until, '9999-12-31') FROM organisation_suspension x
                           WHERE x.organisation_id = s.organisation_id ORDER BY x.id) AS until,
                   ARRAY (SELECT b.from_on || '|' || least(coalesce(b.to_on, '9999-12-31'),
                                   coalesce(b.lifted_on - 1, '9999-12-31'))
                            FROM organisation_blacklisting b
                           WHERE b.organisation_id = s.organisation_id) AS bans
              FROM organisation_supplier s
             WHERE s.organisation_id = ANY (?) AND s.confirmed_on IS NOT NULL""";
    static final String PURCHASE = """
            INSERT INTO order_purchase (id, cart_id, cart_version, account_id, guest_token_hash, state, total_fen, receiver_cipher,
                   receiver_masked, placed_at, holds_until, discount_fen)
            SELECT r.*, 0 FROM (VALUES (?::uuid, ?::uuid, ?::integer, NULL::uuid, ?::bytea, 'PLACED', ?::bigint, ?::bytea, ?::text,
                   ?::timestamptz, ?::timestamptz)) AS r(id, cart, version, account, guest, state, total, cipher, masked, at, until)
             WHERE (SELECT count(*) FROM order_purchase p WHERE p.state = 'PLACED' AND p.holds_until > r.at
                       AND (p.account_id = r.account OR p.guest_token_hash = r.guest)) < 5""";
    static final String PARTS = """
            WITH part AS (
                INSERT INTO order_part (id, purchase_id, organisation_id, number, state, total_fen, freight_fen,
                                        send_from, send_to, visit_on, cancel_until)
                SELECT p.id, ?, p.organisation_id, p.number, 'PLACED', p.total, 0, NULL, NULL, NULL, NULL
                  FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::bigint[]) AS p(id, organisation_id, number, total) RETURNING id)
            INSERT INTO order_event (part_id, seq, state, actor, at) SELECT id, 1, 'PLACED', NULL, ? FROM part""";
    static final String LINES = """
            INSERT INTO order_line (part_id, line_no, listing_id, name_zh, name_en, unit, quantity, price_fen, amount_fen,
                                    list_price_fen, discount_fen, subsidy_fen, unit_grams)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 0, 0, NULL)""";
    static final String ORDERED = """
            WITH gone AS (DELETE FROM order_cart_line WHERE cart_id = ?)
            UPDATE order_cart SET version = version + 1 WHERE id = ?""";
    static final String INTENT = """
            INSERT INTO payment_intent (id, subject, provider, amount_fen, state, created_at)
            VALUES (?, ?, 'sandbox', ?, 'PENDING', ?)""";
    static final String HOLD = """
            SELECT h.short_of, h.can_have, l.name_zh, l.name_en
              FROM catalogue_hold_goods(?, ?, ?, ?, ?) h JOIN catalogue_listing l ON l.id = h.short_of""";
    static final String ANSWER = "UPDATE platform_idempotency SET status = 201, body = ? WHERE scope = ? AND key = ?";

    static final String LOCK_INTENT = """
            SELECT id, subject, provider, amount_fen, state, created_at, captured_at, refunded_fen, refunding_fen, asked_at, pay_link,
                   transfer_code FROM payment_intent WHERE id = ? FOR UPDATE""";
    static final String CALLBACK = """
            INSERT INTO payment_callback (provider, event_id, intent_id, kind, amount_fen, received_at, outcome)
            VALUES ('sandbox', ?, ?, 'CAPTURED', ?, ?, 'SEEN') ON CONFLICT (provider, event_id) DO NOTHING""";
    static final String CAPTURED =
            "UPDATE payment_intent SET state = 'CAPTURED', captured_at = ? WHERE id = ? AND state = 'PENDING'";
    static final String NO_OTHER =
            "UPDATE payment_intent SET state = 'CANCELLED' WHERE subject = ? AND id <> ? AND state = 'PENDING'";
    static final String LOCK_PURCHASE = """
            SELECT id, state, total_fen, holds_until, account_id IS NOT NULL, discount_fen, subsidy_payer
              FROM order_purchase WHERE id = ? FOR UPDATE""";
    static final String DUE = """
            SELECT p.id, p.number, l.line_no, l.listing_id, l.quantity, l.amount_fen - l.discount_fen + l.subsidy_fen, p.visit_on
              FROM order_part p JOIN order_line l ON l.part_id = p.id WHERE p.purchase_id = ? ORDER BY p.number, l.line_no""";
    static final String AGREEMENTS = """
            SELECT id, product_id, link_id, version, fee_basis_points, floor_fen_per_unit, dividend_basis_points, valid_from,
                   valid_to, sha256 FROM household_agreement WHERE product_id = ANY (?) ORDER BY product_id, version""";
    static final String POOLS = """
            SELECT p.id, p.agreement_id, p.month, p.leg, p.basis, p.account_id
              FROM unnest(?::uuid[], ?::int[], ?::text[], ?::text[]) AS w(agreement, month, leg, basis)
              JOIN sale_pool p ON p.agreement_id = w.agreement AND p.month = w.month AND p.leg = w.leg AND p.basis = w.basis""";
    static final String ACCOUNTS = "SELECT kind, owner, id FROM ledger_accounts(?, ?, ?, ?)";
    static final String CAPACITY = "SELECT product_id, year, units_left FROM sale_take_capacity(?, ?, ?, ?)";
    static final String POST =
            "SELECT ledger_post('SALE', ?, ?, ?, ?, NULL, NULL, 'retail', 'retail', ?, ?, ?, ?) AS id";
    static final String SALES = """
            INSERT INTO sale (source, recorded_at, tx_id, id, external_id, listing_id, product_id, organisation_id,
                certificate_id, agreement_id, quantity, gross_fen, fee_fen, floor_fen, dividend_fen, supplier_fen,
                shortfall_fen, channel, tags, sold_at, month, reported, status, record_sha256, position)
            SELECT 'retail', ?, ?, r.id, r.external_id, r.listing, r.product, r.organisation, r.certificate, r.agreement,
                r.quantity, r.gross, r.fee, 0, r.dividend, r.supplier, 0, 'ECOMMERCE', '{}', ?, ?, false, 'COUNTED', r.digest, r.n - 1
              FROM unnest(?::uuid[], ?::text[], ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[]) WITH ORDINALITY
                AS r(id, external_id, listing, product, organisation, certificate, agreement, quantity, gross, fee,
                dividend, supplier, digest, n)""";
    static final String PAID = """
            WITH line AS (
                UPDATE order_line l SET sale_id = s.sale_id, households_fen = s.households
                  FROM unnest(?::uuid[], ?::int[], ?::uuid[], ?::bigint[]) AS s(part_id, line_no, sale_id, households)
                 WHERE l.part_id = s.part_id AND l.line_no = s.line_no),
                 part AS (UPDATE order_part SET state = 'PAID' WHERE purchase_id = ? AND state = 'PLACED' RETURNING id),
                 event AS (INSERT INTO order_event (part_id, seq, state, at) SELECT id, 2, 'PAID', ? FROM part)
            UPDATE order_purchase SET state = 'PAID', paid_at = ? WHERE id = ?""";
    static final String TAKE = """
            SELECT t.sold_of, t.sold_quantity, t.taken, l.name_zh, l.name_en
              FROM catalogue_take_goods(?, ?, ?) t JOIN catalogue_listing l ON l.id = t.sold_of""";

    private PurchaseSql() {}
}
