package org.bangxiao.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.sale.RecordedSale;
import org.bangxiao.sale.RefundDraft;
import org.bangxiao.sale.Refunds;
import org.bangxiao.sale.Sales;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** The invariants hold, and each of them is able to fail: every injected wrong is named by its own query. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class InvariantsDbTest {
    private static final String ON_THE_SHELF_TOO_LONG = """
            INSERT INTO catalogue_listing (id, product_id, organisation_id, certificate_number, certificate_valid, valid_to,
                certificate_to, supplier_until, name_zh, name_en, category, region, county_code, unit, price_fen,
                harvest_months, perishable, link_id, search, listed_at, certified_on)
            VALUES (gen_random_uuid(), gen_random_uuid(), '%s', 'x', true, '2020-01-01', '2020-01-01', '2020-01-01', 'x', 'x',
                'x', 'x', '450000', 'x', 1, '{1}', false, gen_random_uuid(), '', now(), '2019-01-01')""";
    private static final String ANY_SALE = "(SELECT id FROM sale WHERE tx_id = %1$d AND position = 0)";

    @Inject
    Sales sales;

    @Inject
    Refunds refunds;

    @Inject
    Tx tx;

    @Inject
    org.bangxiao.platform.Invariants invariants;

    @Test
    void eachInjectedWrongIsNamed() throws SQLException {
        Goods goods = Goods.certified(1_000);
        RecordedSale sale = await(() -> tx.write(connection -> sales.record(
                        connection,
                        List.of(
                                goods.sale(UUID.randomUUID().toString(), 2, 10_000),
                                goods.sale(UUID.randomUUID().toString(), 1, 5_000)))))
                .get(0);
        RefundDraft back = new RefundDraft("test", UUID.randomUUID().toString(), sale.id(), 1, 4_000);
        await(() -> tx.write(connection -> refunds.refund(connection, List.of(back), "test")));
        String source = "partner:" + UUID.randomUUID();
        await(() -> tx.write(connection -> sales.takeIn(
                connection,
                List.of(goods.sale(source, "1", 1, 5_000, Instant.parse("2025-05-05T00:00:00Z"), true)),
                "b")));
        Invariants.hold();
        assertThat(await(() -> invariants.check())).isEmpty();

        DatabaseAddress all = PostgresForTests.administrator();
        try (Connection connection = DriverManager.getConnection(all.jdbcUrl(), all.user(), all.password())) {
            connection.setAutoCommit(false);
            for (Map.Entry<String, String> wrong : wrongs(sale.txId(), goods).entrySet()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET LOCAL session_replication_role = replica");
                    for (String table : List.of(
                            "sale",
                            "sale_refund",
                            "sale_capacity",
                            "settlement_run",
                            "settlement_payout_item",
                            "household_agreement",
                            "supervision_finding",
                            "supervision_draw")) {
                        dropChecks(statement, table);
                    }
                    statement.execute("DROP INDEX payment_captured_once, monitoring_one_open_alert");
                    statement.execute(wrong.getValue());
                    assertThat(Invariants.broken(connection, wrong.getKey() + " "))
                            .as(wrong.getValue())
                            .hasSize(1);
                } finally {
                    connection.rollback();
                }
            }
        }
    }

    private static void dropChecks(Statement statement, String table) throws SQLException {
        statement.execute("""
                DO $$ DECLARE c record; BEGIN
                    FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = '%s'::regclass AND contype IN ('c', 'x') LOOP
                        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %%I', c.conname);
                    END LOOP;
                END $$""".formatted(table, table));
    }

    private static Map<String, String> wrongs(long txId, Goods goods) {
        String product = "'" + goods.productId() + "'";
        Map<String, String> wrongs = new LinkedHashMap<>();
        wrongs.put("I1", "UPDATE ledger_line SET amount = amount + 1 WHERE tx_id = %d AND line_no = 1".formatted(txId));
        wrongs.put(
                "I11b",
                "UPDATE ledger_period SET state = 'CLOSED', closed_at = now(), closed_root = sha256('x')"
                        + " WHERE id = (SELECT period FROM ledger_tx WHERE id = %d)".formatted(txId));
        wrongs.put("I2", "DELETE FROM ledger_line WHERE tx_id = " + txId);
        wrongs.put(
                "I3",
                ("UPDATE ledger_balance SET posted = posted + 1 WHERE account_id ="
                                + " (SELECT account_id FROM ledger_line WHERE tx_id = %d LIMIT 1)")
                        .formatted(txId));
        wrongs.put(
                "I4",
                ("UPDATE ledger_balance b SET posted = -1 FROM ledger_account a"
                                + " WHERE a.id = b.account_id AND a.kind = 'SUPPLIER' AND a.owner = '%s'")
                        .formatted(goods.organisationId()));
        wrongs.put("I5", ("UPDATE sale SET floor_fen = floor_fen + 1 WHERE id = " + ANY_SALE).formatted(txId));
        wrongs.put(
                "I7",
                ("UPDATE sale SET floor_fen = floor_fen + 1, supplier_fen = supplier_fen - 1 WHERE id = " + ANY_SALE)
                        .formatted(txId));
        wrongs.put("I7b", ("UPDATE sale SET record_sha256 = sha256('x') WHERE id = " + ANY_SALE).formatted(txId));
        wrongs.put("I7c", ("UPDATE sale SET agreement_id = gen_random_uuid() WHERE id = " + ANY_SALE).formatted(txId));
        wrongs.put("I10", """
                WITH a AS (INSERT INTO ledger_account (kind, owner) VALUES ('HOUSEHOLD', 'h') RETURNING id),
                     t AS (INSERT INTO ledger_tx (kind, period, value_date, recorded_at, idem_key, run_id, actor)
                           SELECT 'SETTLE', period, value_date, recorded_at, 'x', gen_random_uuid(), 'x'
                             FROM ledger_tx WHERE id = %d RETURNING id, period)
                INSERT INTO ledger_line (period, tx_id, line_no, account_id, pool_id, amount)
                SELECT t.period, t.id, n, a.id, 1, 5 FROM a, t, generate_series(1, 2) n""".formatted(txId));
        wrongs.put(
                "I11",
                "UPDATE ledger_period SET closed_at = '2020-01-01' WHERE id = (SELECT period FROM ledger_tx WHERE id = %d)"
                        .formatted(txId));
        wrongs.put("I12", """
                WITH t AS (INSERT INTO ledger_tx (kind, period, value_date, recorded_at, idem_key, reverses_tx, actor)
                           SELECT 'REVERSE', period, value_date, recorded_at, 'x', id, 'x'
                             FROM ledger_tx WHERE id = %1$d RETURNING id, period)
                INSERT INTO ledger_line (period, tx_id, line_no, account_id, amount)
                SELECT t.period, t.id, l.line_no, l.account_id, -l.amount * 2
                  FROM t, ledger_line l WHERE l.tx_id = %1$d""".formatted(txId));
        wrongs.put("I16", "UPDATE sale_capacity SET used_units = used_units + 1 WHERE product_id = " + product);
        wrongs.put(
                "I16b",
                "UPDATE certification_certificate SET issued_on = current_date + 1 WHERE product_id = " + product);
        wrongs.put("I17", """
                INSERT INTO payment_intent (id, subject, provider, amount_fen, state, created_at)
                SELECT gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'x', 1, 'CAPTURED', now() FROM generate_series(1, 2)""");
        wrongs.put("I18", """
                INSERT INTO ledger_seal_block (no, day, to_xid, to_id, n, root, prev, hash, sealed_at)
                SELECT coalesce(max(no), 0) + 2, current_date, '9', 9, 1, sha256('r'), sha256('p'), sha256('h'), now()
                  FROM ledger_seal_block""");
        wrongs.put("I19", "UPDATE household_agreement SET approved_by = prepared_by WHERE product_id = " + product);
        wrongs.put(
                "I20", "INSERT INTO platform_idempotency (scope, key, request_sha256) VALUES ('x', 'x', sha256('x'))");
        wrongs.put("I21", ("UPDATE sale SET status = 'COUNTED' WHERE status = 'REPORTED' AND product_id = " + product));
        wrongs.put("I22", """
                INSERT INTO partner_batch (id, partner_id, reference, sha256, rows, accepted, gross_fen, received_at)
                VALUES (gen_random_uuid(), '%s', 'x', sha256('x'), 1, 1, 5, now())""".formatted(goods.organisationId()));
        sheets(wrongs, goods);
        contracts(wrongs, goods);
        refunds(wrongs, txId, goods);
        payouts(wrongs, txId);
        settlements(wrongs, txId);
        return supervision(wrongs, goods);
    }

    private static void sheets(Map<String, String> wrongs, Goods goods) {
        wrongs.put("I30", ON_THE_SHELF_TOO_LONG.formatted(goods.organisationId()));
        wrongs.put("I40", """
                INSERT INTO certification_sheet
                       (id, organisation_id, sha256, file_name, cells, uploaded_at, account_id, confirmed_at, drafts)
                VALUES (gen_random_uuid(), gen_random_uuid(), sha256('x'), 'x', '[]', now(), gen_random_uuid(), now(), 3)
                """);
    }

    private static void payouts(Map<String, String> wrongs, long txId) {
        String item = """
                INSERT INTO settlement_payout_item (batch_id, item_no, chunk_no, household_id, account_id, amount, head_cipher,
                    bank_cipher, bank_last4, state)
                VALUES ('00000000-0000-0000-0000-000000000001', 1, 0, gen_random_uuid(), 1, 5, 'x', 'x', '1234', '%s')""";
        wrongs.put("I13", item.formatted("PAID"));
        // Set aside by a transaction that took nothing from the household and put nothing on its way.
        String chunk = """
                INSERT INTO settlement_payout_chunk (batch_id, chunk_no, state, reserve_tx)
                VALUES ('00000000-0000-0000-0000-000000000001', 0, 'DONE', %d);""".formatted(txId);
        for (String name : List.of("I13b", "I13c", "I14", "I14b")) {
            wrongs.put(name, chunk + item.formatted("PENDING"));
        }
        wrongs.put("I14c", """
                INSERT INTO settlement_payout_item (batch_id, item_no, chunk_no, village_id, account_id, amount, head_cipher,
                    bank_cipher, bank_last4, state)
                SELECT x, n, 0, x, 1, 5, 'x', 'x', '1234', 'FAILED' FROM gen_random_uuid() x, generate_series(1, 2) n""");
        wrongs.put("V1", """
                INSERT INTO settlement_village_account (village_id, change_id, holder_cipher, bank_code, bank_cipher, bank_last4)
                SELECT x, x, 'x', '103', 'x', '1234' FROM gen_random_uuid() x""");
    }

    /** A finished run with one share that was not credited, and a finding that nobody answered. */
    private static void settlements(Map<String, String> wrongs, long txId) {
        String run = """
                INSERT INTO settlement_run (id, region, month, state, to_xid, chunk_size, input_digest, result_digest, total_fen,
                    households, prepared_by, prepared_person, prepared_at, approved_person, executed_digest, root, finished_at)
                SELECT x, '990000', 202001, 'DONE', '1', 1, 'x', 'x', 5, 1, x, x, now(), gen_random_uuid(), 'x', sha256('x'), now()
                  FROM (VALUES ('00000000-0000-0000-0000-000000000003'::uuid)) v(x);
                """;
        wrongs.put("I8c", run + """
                INSERT INTO settlement_pool SELECT r.id, 1, 1, l.account_id, 5, now(), 1, 1, 'SHARED' FROM settlement_run r, ledger_line l
                 WHERE r.region = '990000' AND l.tx_id = %d AND l.line_no = 1;
                INSERT INTO settlement_share SELECT run_id, rank, 1, account_id, 1, 5 FROM settlement_pool WHERE amount = 5 AND rank = 1
                   AND run_id = '00000000-0000-0000-0000-000000000003'""".formatted(txId));
        wrongs.put("I8d", run + """
                INSERT INTO settlement_finding SELECT id, 1, 'SPIKE', 1, 1, 5, 1, 'POOL' FROM settlement_run WHERE region = '990000';
                INSERT INTO settlement_review
                SELECT id, 30000, 1, 1, NULL, 1, settlement_findings_digest(id), now() FROM settlement_run WHERE region = '990000'""");
    }

    private static void contracts(Map<String, String> wrongs, Goods goods) {
        String link = "'" + goods.linkId() + "'";
        wrongs.put("H1", "UPDATE household_benefit_link SET whole = 1 WHERE id = " + link);
        String terms = """
                INSERT INTO household_terms (id, link_id, organisation_id, kind, version, state, rate_fen, yield_basis_points,
                    leaves_to, valid_from, sha256, prepared_by, prepared_person, prepared_at, decided_person)
                SELECT gen_random_uuid(), %s, '%s', 'PRODUCE', 1, 'ACTIVE', 1, 10000, 'REMAINING', '2019-01-01', sha256('x'), x, x,
                       now(), gen_random_uuid() FROM gen_random_uuid() x""".formatted(link, goods.organisationId());
        wrongs.put("H2", terms);
        wrongs.put(
                "H3",
                terms + "; UPDATE certification_application SET net_weight_grams = 500 WHERE product_id = '"
                        + goods.productId() + "'");
        wrongs.put("H4", """
                INSERT INTO household_record (id, link_id, organisation_id, kind, household_id, day, slip, unit, units, price_fen,
                    recorded_by, recorded_person, recorded_at)
                SELECT x, %s, x, 'PRODUCE', x, '2019-01-02', 'x', 'GRAM', 1, 1, x, x, now() FROM gen_random_uuid() x
                """.formatted(link));
        wrongs.put(
                "H5",
                "INSERT INTO household_village_share SELECT x, %s, '451223100200', 1, now() FROM gen_random_uuid() x"
                        .formatted(link));
    }

    private static void refunds(Map<String, String> wrongs, long txId, Goods goods) {
        String refund = " WHERE sale_id = " + ANY_SALE.formatted(txId);
        wrongs.put("I4b", """
                WITH a AS (INSERT INTO ledger_account (kind, owner, allow_negative) VALUES ('RECOVERABLE', 'x', true) RETURNING id)
                INSERT INTO ledger_balance (account_id, posted, lines) SELECT id, 1, 1 FROM a""");
        wrongs.put("I6", "UPDATE sale_refund SET units = 3" + refund);
        wrongs.put("I6b", "UPDATE sale_refund SET floor_fen = floor_fen + 1" + refund);
        wrongs.put("I7d", "UPDATE sale_refund SET floor_fen = floor_fen + 1, amount_fen = amount_fen + 1" + refund);
        wrongs.put(
                "I8b",
                "UPDATE sale_pool SET frozen_fen = frozen_fen + 1 WHERE basis = 'CONFIRMED' AND leg = 'FLOOR'"
                        + " AND agreement_id = '" + goods.agreement().id() + "'");
        wrongs.put("I17b", """
                INSERT INTO payment_intent (id, subject, provider, amount_fen, state, created_at, refunded_fen)
                VALUES (gen_random_uuid(), gen_random_uuid(), 'x', 1, 'CAPTURED', now(), 1)""");
        wrongs.put("I17c", """
                INSERT INTO order_claim (id, number, part_id, purchase_id, organisation_id, county_code, cause, content, returnable,
                    state, asked_fen, approved_fen, goods, answer_hours, decide_hours, return_days, asked_at)
                VALUES (gen_random_uuid(), 'x', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '451223', 'SPOILED', '',
                    false, 'APPROVED', 5, 5, 'RESTOCK', 1, 1, 1, now())""");
        wrongs.put("I17d", """
                INSERT INTO order_claim (id, number, part_id, purchase_id, organisation_id, county_code, cause, content, returnable,
                    wish, state, asked_fen, goods, answer_hours, decide_hours, return_days, asked_at)
                VALUES (gen_random_uuid(), 'x', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '451223', 'SPOILED', '',
                    false, 'EXCHANGE', 'EXCHANGED', 5, 'WRITE_OFF', 1, 1, 1, now())""");
        String purchase = """
                WITH u AS (INSERT INTO order_purchase (id, cart_id, cart_version, state, total_fen, receiver_cipher, receiver_masked,
                                   placed_at, holds_until, paid_at)
                           VALUES (gen_random_uuid(), gen_random_uuid(), 1, 'PAID', 2, 'x', 'x', now(), now(), now()) RETURNING id),
                     p AS (INSERT INTO order_part (id, purchase_id, organisation_id, number, state, total_fen, freight_fen)
                           SELECT gen_random_uuid(), id, gen_random_uuid(), 'x', 'PAID', 2, 1 FROM u RETURNING id)
                """;
        wrongs.put("I26", purchase + "SELECT 1");
        wrongs.put("I27", purchase + "SELECT 1");
        wrongs.put("I28", purchase + "INSERT INTO order_freight_refund SELECT id, 1, 'x', -1, now() FROM p");
        coupons(wrongs, txId);
        wrongs.put("I32", """
                WITH l AS (INSERT INTO order_line (part_id, line_no, listing_id, name_zh, name_en, unit, quantity, price_fen,
                                                   amount_fen, unit_grams)
                           SELECT x, 1, x, 'x', 'x', 'x', 2, 500, 1000, 1000 FROM gen_random_uuid() x RETURNING part_id)
                INSERT INTO order_parcel_line SELECT part_id, part_id, 1, 1, 999 FROM l""");
        wrongs.put(
                "I33",
                "INSERT INTO catalogue_day (listing_id, day, places, booked) VALUES (gen_random_uuid(), current_date, 5, 1)");
        wrongs.put("I32b", "INSERT INTO order_weight_refund SELECT x, 1, x, 1, now() FROM gen_random_uuid() x");
    }

    private static void coupons(Map<String, String> wrongs, long txId) {
        String line = """
                INSERT INTO order_line (part_id, line_no, listing_id, name_zh, name_en, unit, quantity, price_fen, amount_fen,
                    sale_id, discount_fen, subsidy_fen)
                SELECT p, 1, p, 'x', 'x', 'x', 1, %d, %d, SALE, %d, %d
                  FROM (SELECT gen_random_uuid() AS p) x RETURNING part_id""".replace("SALE", ANY_SALE.formatted(txId));
        wrongs.put("I29", line.formatted(9_000, 9_000, 0, 0));
        wrongs.put("I29b", """
                INSERT INTO order_purchase (id, cart_id, cart_version, state, total_fen, receiver_cipher, receiver_masked,
                    placed_at, holds_until, paid_at, coupon_id, coupon_zh, coupon_en, discount_fen, subsidy_payer)
                SELECT x, x, 1, 'PAID', 2, 'x', 'x', now(), now(), now(), x, 'x', 'x', 5, 'platform'
                  FROM (SELECT gen_random_uuid() AS x) g""");
        String back = "INSERT INTO order_subsidy_refund SELECT part_id, 1, 'x', 7, -1, now() FROM l";
        wrongs.put("I29c", "WITH l AS (SELECT gen_random_uuid() AS part_id) " + back);
        wrongs.put("I29d", "WITH l AS (" + line.formatted(10_000, 10_000, 0, 0) + ") " + back);
        String programme = """
                INSERT INTO promotion_programme (id, name_zh, name_en, off_fen, from_fen, funding, budget_fen, most_uses,
                    most_per_person, from_day, to_day, used_fen, issued_by, issued_at)
                VALUES (gen_random_uuid(), 'x', 'x', 1, 2, 'PLATFORM', 9, 1, 1, now(), now(), 5, gen_random_uuid(), now())""";
        wrongs.put("I31", programme);
        wrongs.put("I31b", """
                INSERT INTO promotion_person (programme_id, account_id, most, used, taken_at)
                VALUES (gen_random_uuid(), gen_random_uuid(), 1, 1, now())""");
        String use = """
                INSERT INTO promotion_redemption (purchase_id, programme_id, account_id, discount_fen, redeemed_at)
                """;
        wrongs.put("I31c", use + "VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, now())");
        wrongs.put("I31d", """
                WITH u AS (INSERT INTO order_purchase (id, cart_id, cart_version, state, total_fen, receiver_cipher,
                               receiver_masked, placed_at, holds_until)
                           SELECT x, x, 1, 'EXPIRED', 2, 'x', 'x', now(), now() FROM (SELECT gen_random_uuid() AS x) g
                           RETURNING id)
                """ + use + "SELECT id, id, id, 1, now() FROM u");
    }

    private static Map<String, String> supervision(Map<String, String> wrongs, Goods goods) {
        String product = "'" + goods.productId() + "'";
        wrongs.put("I23", """
                INSERT INTO certification_decision (id, application_id, step, level, account_id, person_id, outcome, figures,
                    pack_version, decided_at)
                SELECT gen_random_uuid(), id, 'x', l, id, id, 'PASS', '{}', 'x', now()
                  FROM certification_application, unnest(ARRAY['COUNTY','CITY']) l WHERE product_id = %s""".formatted(product));
        certificates(wrongs, product);
        mails(wrongs);
        wrongs.put("I50", """
                INSERT INTO certification_decision (id, application_id, step, level, account_id, person_id, outcome, reason,
                    figures, pack_version, decided_at)
                SELECT gen_random_uuid(), id, 'x', 'COUNTY', id, id, o, 'x', '{}', 'x', now()
                  FROM certification_application, unnest(ARRAY['PASS','OBJECTION_DISMISSED']) o
                 WHERE product_id = %s""".formatted(product));
        String finding = """
                INSERT INTO supervision_finding (id, inspection_id, region, organisation_id, county_code, severity, content, state,
                    found_by, found_person, found_at, published_at, level, due_on, closed_by, closed_person, closed_at)
                SELECT gen_random_uuid(), %s, 'guangxi', o.id, o.area_code, 'MINOR', 'xx', '%s', o.id, o.id, now(), now(), 'COUNTY',
                       current_date, o.id, o.id, now() FROM organisation o WHERE o.id = '""" + goods.organisationId() + "'";
        wrongs.put("W1", finding.formatted("NULL", "CLOSED"));
        wrongs.put("W2", """
                WITH i AS (INSERT INTO supervision_inspection (id, region, organisation_id, county_code, chosen_by, ordered_by,
                                                               ordered_person, ordered_at)
                           VALUES (gen_random_uuid(), 'guangxi', gen_random_uuid(), '451223', 'OFFICER', gen_random_uuid(),
                                   gen_random_uuid(), now()) RETURNING id)
                """ + finding.formatted("(SELECT id FROM i)", "FOUND"));
        wrongs.put("W3", """
                INSERT INTO supervision_draw (id, region, area_code, seed, population, wanted, drawn, drawn_by, drawn_person, drawn_at)
                SELECT x, 'guangxi', '451223', 'x', ARRAY[x], 1, '{}', x, x, now() FROM gen_random_uuid() x""");
        wrongs.put("W4", """
                INSERT INTO supervision_case (region, pack_version, cause, subject_id, period, organisation_id, county_code,
                                              name_zh, facts, opened_at, level, due_on)
                SELECT 'guangxi', 'x', 'CREDIT_BELOW_CLAIM', x, 'x', x, '451223', 'x', '{}', now(), 'COUNTY', current_date
                  FROM gen_random_uuid() x""");
        wrongs.put("W5", """
                INSERT INTO monitoring_alert (household_id, village_code, rule, month, standing, persons, year_fen, before_fen,
                                              expected_fen, opened_at)
                SELECT x, '451223100200', 'DROPPED', m, 'LIFTED', 1, 0, 2, 1, now()
                  FROM gen_random_uuid() x, (VALUES (202601), (202602)) months (m)""");
        return wrongs;
    }

    private static void mails(Map<String, String> wrongs) {
        wrongs.put(
                "N1",
                "INSERT INTO notice_unasked (digest, at) SELECT sha256('x'), now() - n * interval '2 hours'"
                        + " FROM generate_series(0, 10) n");
        wrongs.put("N2", """
                WITH a AS (INSERT INTO notice_address (id, subject, sealed, digest, masked, language, given_at, link_until)
                           VALUES (gen_random_uuid(), gen_random_uuid(), 'x', sha256('x'), 'x***@x', 'zh', now(), now())
                           RETURNING id),
                     n AS (INSERT INTO notice_note (id, subject, message_key, arguments, link, once, at)
                           VALUES (gen_random_uuid(), gen_random_uuid(), 'x', '[]', '/x', gen_random_uuid(), now()) RETURNING id)
                INSERT INTO notice_mail (note_id, address_id, due_at) SELECT n.id, a.id, now() FROM n, a""");
    }

    private static void certificates(Map<String, String> wrongs, String product) {
        wrongs.put("I24", "UPDATE certification_certificate SET name_zh = 'x' WHERE product_id = " + product);
        wrongs.put("I25", "UPDATE certification_certificate SET state = 'SUSPENDED' WHERE product_id = " + product);
    }
}
