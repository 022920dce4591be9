package org.bangxiao.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows that a world once made in earnest, multiplied inside the database with ids of their own. */
final class Copies {
    private final Database database;

    Copies(Database database) {
        this.database = database;
    }

    /** Goods from number {@code real + 1} on look like the first {@code real} of them, but for whose they are. */
    void listings(int real) throws SQLException {
        List<String> statements = new ArrayList<>();
        statements.add("""
                CREATE TEMP TABLE bench_copy ON COMMIT DROP AS
                SELECT t.id AS template, md5('listing-' || c.number)::uuid AS copy, c.product_id, c.organisation_id, c.number
                  FROM certification_certificate c
                  JOIN certification_certificate o
                    ON o.number = 'BENCH-' || 1 + (substring(c.number FROM 7)::int - 1) %% %1$d
                  JOIN catalogue_listing t ON t.product_id = o.product_id
                 WHERE substring(c.number FROM 7)::int > %1$d""".formatted(real));
        statements.add(copy(
                "catalogue_listing",
                "JOIN bench_copy m ON m.template = s.id",
                Map.of(
                        "id", "m.copy",
                        "product_id", "m.product_id",
                        "organisation_id", "m.organisation_id",
                        "certificate_number", "m.number")));
        for (String table : database.texts("""
                SELECT DISTINCT conrelid::regclass::text FROM pg_constraint c
                  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attname = 'listing_id' AND a.attnum = ANY (c.conkey)
                 WHERE c.contype = 'f' AND c.confrelid = 'catalogue_listing'::regclass
                   AND conrelid::regclass::text LIKE 'catalogue%'""")) {
            statements.add(copy(
                    table,
                    "JOIN bench_copy m ON m.template = s.listing_id",
                    Map.of("listing_id", "m.copy", "id", "gen_random_uuid()")));
        }
        database.load(statements.toArray(String[]::new));
    }

    /** Orders that were bought and paid, with carts, payments and sales, until there are so many of them. */
    void orders(int wanted) throws SQLException {
        long real = database.number("SELECT count(*) FROM order_purchase WHERE state = 'PAID'");
        if (real == 0) {
            throw new IllegalStateException("purchases have to be measured before they can grow old");
        }
        long times = Math.max(1, wanted / real);
        String bought = "JOIN order_purchase p ON p.state = 'PAID' AND p.id = ";
        String part = "JOIN order_part t ON t.id = s.part_id " + bought + "t.purchase_id";
        List<String> statements = new ArrayList<>();
        statements.add(old(
                "order_cart",
                "",
                times,
                Map.of("id", id("id"), "token_hash", "sha256(s.token_hash || int8send(k))"),
                "random() < 0.5"));
        statements.add(old("sale", "", times, Map.of("id", id("id"), "external_id", text("external_id")), "true"));
        statements.add(old(
                "payment_callback",
                "",
                times,
                Map.of("event_id", text("event_id"), "intent_id", id("intent_id")),
                "true"));
        statements.add(
                old("platform_idempotency", "", times, Map.of("scope", text("scope"), "key", text("key")), "true"));
        statements.add(old(
                "payment_intent", "", times, Map.of("id", id("id"), "subject", id("subject")), "state = 'CAPTURED'"));
        statements.add(old("order_event", part, times, Map.of("part_id", id("part_id")), "true"));
        statements.add(
                old("order_line", part, times, Map.of("part_id", id("part_id"), "sale_id", id("sale_id")), "true"));
        statements.add(old(
                "order_part",
                bought + "s.purchase_id",
                times,
                Map.of("id", id("id"), "purchase_id", id("purchase_id"), "number", text("number")),
                "true"));
        statements.add(old(
                "order_purchase",
                "",
                times,
                Map.of(
                        "id",
                        id("id"),
                        "cart_id",
                        id("cart_id"),
                        "guest_token_hash",
                        "sha256(s.guest_token_hash || int8send(k))"),
                "s.state = 'PAID'"));
        database.load(statements.toArray(String[]::new));
    }

    private String old(String table, String joins, long times, Map<String, String> changed, String only)
            throws SQLException {
        return copy(table, joins + " CROSS JOIN generate_series(1::bigint, " + times + ") k", changed) + " WHERE "
                + only;
    }

    private static String id(String column) {
        return "md5(s." + column + "::text || k)::uuid";
    }

    private static String text(String column) {
        return "s." + column + " || '-old-' || k";
    }

    /** {@code s} names the rows that are copied; whatever is not changed stays as it is. */
    String copy(String table, String joins, Map<String, String> changed) throws SQLException {
        List<String> columns = database.texts(
                "SELECT column_name FROM information_schema.columns WHERE table_name = '" + table
                        + "' AND table_schema = 'public' AND is_generated = 'NEVER' AND is_identity = 'NO' ORDER BY ordinal_position");
        List<String> values = columns.stream()
                .map(column -> changed.getOrDefault(column, "s." + column))
                .toList();
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT " + String.join(", ", values)
                + " FROM " + table + " s " + joins;
    }
}
