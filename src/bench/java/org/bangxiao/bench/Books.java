package org.bangxiao.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A journal of the size that is wanted, with the sales and orders it came from. Purchases and a partner's report are
 * recorded in earnest and then multiplied inside the database. A copy has an id of its own, and with it a record, a root
 * over the records of its transaction and a place in the seals of its own: each is computed as the service computes it.
 */
final class Books {
    private static final int MOST_PURCHASES = 2_000;
    private static final int ROWS_OF_A_REPORT = 50_000;

    private static final String COPIED_ID = "md5(s.id::text || m.k)::uuid";
    private static final String INSTANT = "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";

    private final Database database;
    private final Copies copies;
    private final int purchases;
    private final int rows;
    private long nextCopy = 1;

    /** @param smallest the fewest lines and sales that are wanted of it */
    Books(Database database, long smallest) {
        this.database = database;
        copies = new Copies(database);
        purchases = Math.toIntExact(Math.min(MOST_PURCHASES, Math.max(1, smallest / 50)));
        rows = Math.toIntExact(Math.min(ROWS_OF_A_REPORT, Math.max(1, smallest / 2)));
    }

    /** Records what the rest is copied from. */
    void begin(PurchaseBenchmark buyers, PartnerBenchmark partner, Load load)
            throws SQLException, IOException, InterruptedException {
        buyers.buy(purchases, load);
        partner.report(UUID.randomUUID(), rows);
        long wrong = database.number(
                "SELECT count(*) FROM sale s WHERE s.record_sha256 <> " + record("s.id", "s.external_id"));
        if (wrong > 0) {
            throw new IllegalStateException(wrong + " sales have another record here than in the service");
        }
        database.load(
                "CREATE TABLE bench_template AS SELECT id, idem_key NOT LIKE 'sale:retail:%' AS report FROM ledger_tx",
                "CREATE TABLE bench_purchase AS SELECT id FROM order_purchase WHERE state = 'PAID'",
                "GRANT SELECT ON bench_template, bench_purchase TO bangxiao");
        database.tidy("VACUUM ANALYZE");
    }

    /** Until there are at least so many lines, out of purchases alone, and so many sales, the rest of them reported. */
    void grow(long size) throws SQLException {
        String lines = "SELECT count(*) FROM ledger_line";
        String ofPurchases = " WHERE tx_id IN (SELECT id FROM bench_template WHERE NOT report)";
        long sets = upTo(size - database.number(lines), database.number(lines + ofPurchases));
        long sales = database.number("SELECT count(*) FROM sale")
                + sets * database.number("SELECT count(*) FROM sale" + ofPurchases);
        long reports = upTo(size - sales, rows);
        if (sets + reports == 0) {
            return;
        }
        Bench.say("books: copying " + sets * purchases + " purchases and " + reports + " reports of " + rows + " …");
        String some = "generate_series(" + nextCopy + "::bigint, " + (nextCopy + sets - 1) + ") k";
        List<String> statements = new ArrayList<>();
        statements.add("""
                CREATE TEMP TABLE bench_tx ON COMMIT DROP AS
                SELECT template, k, nextval(pg_get_serial_sequence('ledger_tx', 'id')) AS copy
                  FROM (SELECT id AS template, k FROM bench_template CROSS JOIN %s WHERE NOT report
                         UNION ALL
                        SELECT id, k FROM bench_template CROSS JOIN generate_series(%d::bigint, %d) k WHERE report) x
                 ORDER BY k, template""".formatted(some, nextCopy, nextCopy + reports - 1));
        statements.add("ANALYZE bench_tx");
        statements.addAll(journal());
        statements.addAll(orders(some));
        statements.addAll(reports());
        database.load(statements.toArray(String[]::new));
        nextCopy += Math.max(sets, reports);
    }

    private static long upTo(long wanted, long each) {
        return wanted <= 0 || each == 0 ? 0 : (wanted + each - 1) / each;
    }

    private List<String> journal() throws SQLException {
        String copied = "s.external_id || '-' || m.k";
        return List.of(
                copies.copy(
                                "sale",
                                "JOIN bench_tx m ON m.template = s.tx_id",
                                Map.of(
                                        "id",
                                        COPIED_ID,
                                        "external_id",
                                        copied,
                                        "tx_id",
                                        "m.copy",
                                        "record_sha256",
                                        record(COPIED_ID, copied)))
                        + " ORDER BY m.copy, s.position",
                """
                INSERT INTO ledger_tx (id, kind, period, value_date, recorded_at, idem_key, source_ref, actor, content_root)
                OVERRIDING SYSTEM VALUE
                SELECT m.copy, t.kind, t.period, t.value_date, t.recorded_at, t.idem_key || '-' || m.k, t.source_ref, t.actor, r.root
                  FROM bench_tx m JOIN ledger_tx t ON t.id = m.template
                  JOIN (SELECT tx_id, ledger_merkle_root(array_agg(record_sha256 ORDER BY position)) AS root FROM sale
                         WHERE tx_id >= (SELECT min(copy) FROM bench_tx) GROUP BY tx_id) r ON r.tx_id = m.copy
                 ORDER BY m.copy""",
                """
                INSERT INTO sale_record_node (tx_id, nodes)
                SELECT tx_id, string_agg(node, ''::bytea ORDER BY n)
                  FROM (SELECT s.tx_id, s.position / 256 AS n,
                               ledger_merkle_root(array_agg(s.record_sha256 ORDER BY s.position)) AS node
                          FROM bench_tx m JOIN sale_record_node t ON t.tx_id = m.template JOIN sale s ON s.tx_id = m.copy
                         GROUP BY 1, 2) g
                 GROUP BY tx_id""",
                """
                INSERT INTO ledger_line (period, tx_id, line_no, account_id, pool_id, amount)
                SELECT l.period, m.copy, l.line_no, l.account_id, l.pool_id, l.amount
                  FROM bench_tx m JOIN ledger_line l ON l.tx_id = m.template ORDER BY m.copy, l.line_no""",
                """
                INSERT INTO ledger_balance AS b (account_id, slot, posted, lines)
                SELECT l.account_id, 0, sum(l.amount), count(*) FROM bench_tx m JOIN ledger_line l ON l.tx_id = m.template
                 GROUP BY 1 ORDER BY 1
                ON CONFLICT (account_id, slot) DO UPDATE SET posted = b.posted + excluded.posted, lines = b.lines + excluded.lines""",
                """
                UPDATE sale_capacity c SET used_units = c.used_units + x.units
                  FROM (SELECT s.product_id, s.month / 100 AS year, sum(s.quantity) AS units
                          FROM bench_tx m JOIN sale s ON s.tx_id = m.template GROUP BY 1, 2) x
                 WHERE c.product_id = x.product_id AND c.year = x.year""");
    }

    private List<String> orders(String some) throws SQLException {
        String of = "CROSS JOIN (SELECT k FROM " + some + ") m JOIN bench_purchase p ON p.id = ";
        String part = "JOIN order_part t ON t.id = s.part_id " + of + "t.purchase_id";
        return List.of(
                copies.copy("payment_intent", of + "s.subject", Map.of("id", COPIED_ID, "subject", id("subject"))),
                copies.copy(
                        "payment_callback",
                        "JOIN payment_intent i ON i.id = s.intent_id " + of + "i.subject",
                        Map.of("event_id", text("event_id"), "intent_id", id("intent_id"))),
                copies.copy("order_event", part, Map.of("part_id", id("part_id"))),
                copies.copy("order_line", part, Map.of("part_id", id("part_id"), "sale_id", id("sale_id"))),
                copies.copy(
                        "order_part",
                        of + "s.purchase_id",
                        Map.of("id", COPIED_ID, "purchase_id", id("purchase_id"), "number", text("number"))),
                copies.copy(
                        "order_purchase",
                        of + "s.id",
                        Map.of(
                                "id",
                                COPIED_ID,
                                "cart_id",
                                id("cart_id"),
                                "guest_token_hash",
                                "sha256(s.guest_token_hash || int8send(m.k))")));
    }

    private List<String> reports() throws SQLException {
        return List.of(
                copies.copy(
                        "partner_batch_chunk",
                        "JOIN bench_tx m ON m.template = s.tx_id",
                        Map.of("batch_id", id("batch_id"), "tx_id", "m.copy")),
                copies.copy(
                        "partner_batch",
                        "JOIN partner_batch_chunk c ON c.batch_id = s.id JOIN bench_tx m ON m.template = c.tx_id",
                        Map.of("id", COPIED_ID, "reference", text("reference"))));
    }

    private static String id(String column) {
        return "md5(s." + column + "::text || m.k)::uuid";
    }

    private static String text(String column) {
        return "s." + column + " || '-' || m.k";
    }

    /** The digest of a sale's canonical text, as {@code sale.SaleRecord} writes it. */
    private static String record(String id, String externalId) {
        List<String> facts = List.of(
                "'bangxiao sale 1'",
                "'id=', " + id,
                "'source=', s.source",
                "'external-id=', " + externalId,
                "'listing=', s.listing_id",
                "'product=', s.product_id",
                "'supplier=', s.organisation_id",
                "'certificate=', s.certificate_id",
                "'agreement=', s.agreement_id",
                "'quantity=', s.quantity",
                "'gross-fen=', s.gross_fen",
                "'fee-fen=', s.fee_fen",
                "'floor-fen=', s.floor_fen",
                "'dividend-fen=', s.dividend_fen",
                "'supplier-fen=', s.supplier_fen",
                "'shortfall-fen=', s.shortfall_fen",
                "'channel=', s.channel",
                "'tags=', array_to_string(s.tags, ',')",
                "'sold-at=', " + INSTANT.formatted("s.sold_at"),
                "'recorded-at=', " + INSTANT.formatted("s.recorded_at"),
                "'basis=', CASE WHEN s.reported THEN 'REPORTED' ELSE 'CONFIRMED' END");
        return "sha256(convert_to(concat(" + String.join(", E'\\n', ", facts) + ", E'\\n'), 'UTF8'))";
    }
}
