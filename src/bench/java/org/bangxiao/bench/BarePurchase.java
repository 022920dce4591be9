package org.bangxiao.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** A client without a service: the statements of a purchase and of its payment, on one connection, without any judgement. */
final class BarePurchase implements AutoCloseable {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    /** One line on its way to a sale. */
    private record Line(
            UUID part,
            int lineNo,
            UUID listing,
            UUID product,
            UUID organisation,
            long quantity,
            long fen,
            UUID agreement) {
        long fee() {
            return fen / 50;
        }

        long dividend() {
            return fen / 10;
        }
    }

    private final Statements sql;

    BarePurchase(Connection connection) throws SQLException {
        sql = new Statements(connection);
    }

    /** Buys what lies in cart n. */
    void buy(long n) throws SQLException {
        UUID purchase = id();
        UUID intent = id();
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        long total = place(n, purchase, intent, now);
        sql.commit();
        capture(purchase, intent, total, now);
        sql.commit();
    }

    private long place(long n, UUID purchase, UUID intent, OffsetDateTime now) throws SQLException {
        byte[] token = sha256("bench-" + n);
        String key = "bench-" + n;
        sql.run(PurchaseSql.KEY, "purchase:" + key, key, token);
        Object[] cart = sql.rows(PurchaseSql.CART, token).get(0);
        List<Object[]> lines = sql.rows(PurchaseSql.CART_LINES, cart[0]);
        Object[] listings = lines.stream().map(line -> line[0]).toArray();
        Map<Object, Object[]> goods = new LinkedHashMap<>();
        sql.rows(PurchaseSql.ON_SALE, sql.array("uuid", listings), today(now)).forEach(row -> goods.put(row[0], row));
        Object[] products = goods.values().stream().map(row -> row[1]).toArray();
        sql.rows(PurchaseSql.CERTIFICATES, now.plusDays(1), now.plusDays(1), sql.array("uuid", products));
        Map<Object, UUID> parts = new LinkedHashMap<>();
        Map<Object, Long> totals = new LinkedHashMap<>();
        List<Object[]> ordered = new ArrayList<>();
        Map<UUID, Long> wanted = new TreeMap<>();
        for (Object[] line : lines) {
            Object[] listing = goods.getOrDefault(line[0], line);
            UUID part = parts.computeIfAbsent(listing[2], supplier -> id());
            long amount = (Long) line[1] * (Long) listing[12];
            totals.merge(listing[2], amount, Math::addExact);
            wanted.merge((UUID) line[0], (Long) line[1], Math::addExact);
            int lineNo = ordered.size() + 1;
            ordered.add(new Object[] {
                part, lineNo, line[0], listing[4], listing[5], listing[9], line[1], listing[12], amount
            });
        }
        long total = totals.values().stream().mapToLong(Long::longValue).sum();
        sql.run(
                PurchaseSql.PURCHASE,
                purchase,
                cart[0],
                cart[1],
                token,
                total,
                new byte[180],
                "演** 138****0000 广东省深圳市…",
                now,
                now.plusMinutes(10));
        Object[] numbers = parts.values().stream().map(UUID::toString).toArray();
        sql.run(
                PurchaseSql.PARTS,
                purchase,
                sql.array("uuid", parts.values().toArray()),
                sql.array("uuid", parts.keySet().toArray()),
                sql.array("text", numbers),
                sql.array("bigint", totals.values().toArray()),
                now);
        sql.batch(PurchaseSql.LINES, ordered);
        sql.run(PurchaseSql.ORDERED, cart[0], cart[0]);
        sql.run(PurchaseSql.INTENT, intent, purchase, total, now);
        sql.rows(
                PurchaseSql.HOLD,
                purchase,
                sql.array("uuid", wanted.keySet().toArray()),
                sql.array("bigint", wanted.values().toArray()),
                now,
                now.plusMinutes(10));
        sql.run(
                PurchaseSql.ANSWER,
                "{\"purchaseId\":\"" + purchase + "\",\"totalFen\":" + total + "}",
                "purchase:" + key,
                key);
        return total;
    }

    private void capture(UUID purchase, UUID intent, long total, OffsetDateTime now) throws SQLException {
        sql.rows(PurchaseSql.LOCK_INTENT, intent);
        sql.run(PurchaseSql.CALLBACK, intent.toString(), intent, total, now);
        sql.run(PurchaseSql.CAPTURED, now, intent);
        sql.run(PurchaseSql.NO_OTHER, purchase, intent);
        sql.rows(PurchaseSql.LOCK_PURCHASE, purchase);
        List<Object[]> due = sql.rows(PurchaseSql.DUE, purchase);
        Map<Object, Object[]> goods = new LinkedHashMap<>();
        sql.rows(
                        PurchaseSql.GOODS,
                        sql.array("uuid", due.stream().map(line -> line[3]).toArray()))
                .forEach(row -> goods.put(row[0], row));
        Object[] products = goods.values().stream().map(row -> row[1]).toArray();
        Map<Object, Object> agreements = new LinkedHashMap<>();
        sql.rows(PurchaseSql.AGREEMENTS, sql.array("uuid", products)).forEach(row -> agreements.put(row[1], row[0]));
        Map<Object, Object> certificates = new LinkedHashMap<>();
        sql.rows(PurchaseSql.CERTIFICATES_WITH_HISTORY, now.plusDays(1), now.plusDays(1), sql.array("uuid", products))
                .forEach(row -> certificates.put(row[3], row[0]));
        sql.rows(
                PurchaseSql.SUPPLIERS,
                sql.array("uuid", goods.values().stream().map(row -> row[2]).toArray()));
        List<Line> lines = new ArrayList<>();
        for (Object[] row : due) {
            Object[] listing = goods.getOrDefault(row[3], row);
            lines.add(new Line(
                    (UUID) row[0],
                    (Integer) row[2],
                    (UUID) row[3],
                    (UUID) listing[1],
                    (UUID) listing[2],
                    (Long) row[4],
                    (Long) row[5],
                    (UUID) agreements.getOrDefault(listing[1], purchase)));
        }
        UUID[] sales = lines.stream().map(line -> id()).toArray(UUID[]::new);
        record(purchase, lines, sales, certificates, now);
        sql.run(
                PurchaseSql.PAID,
                column("uuid", lines.stream().map(Line::part)),
                column("int", lines.stream().map(Line::lineNo)),
                sql.array("uuid", sales),
                column("bigint", lines.stream().map(Line::dividend)),
                purchase,
                now,
                now,
                purchase);
        sql.rows(PurchaseSql.TAKE, purchase, "purchase:" + purchase, now);
    }

    private void record(
            UUID purchase, List<Line> lines, UUID[] sales, Map<Object, Object> certificates, OffsetDateTime now)
            throws SQLException {
        LocalDate today = today(now);
        int month = today.getYear() * 100 + today.getMonthValue();
        Map<Object, Object[]> pools = new LinkedHashMap<>();
        sql.rows(
                        PurchaseSql.POOLS,
                        column("uuid", lines.stream().map(Line::agreement)),
                        column("int", lines.stream().map(line -> month)),
                        column("text", lines.stream().map(line -> "DIVIDEND")),
                        column("text", lines.stream().map(line -> "CONFIRMED")))
                .forEach(row -> pools.put(row[1], row));
        Postings postings = new Postings();
        for (Line line : lines) {
            postings.add("CLEARING", "retail", -line.fen());
            postings.add("FEE", "platform", line.fee());
            postings.add("SUPPLIER", line.organisation().toString(), line.fen() - line.fee() - line.dividend());
        }
        sql.rows(
                        PurchaseSql.ACCOUNTS,
                        postings.kinds(sql),
                        postings.owners(sql),
                        postings.negative(sql),
                        postings.slots(sql))
                .forEach(postings::found);
        for (Line line : lines) {
            Object[] pool = pools.getOrDefault(line.agreement(), new Object[6]);
            postings.pool((Long) pool[5], (Long) pool[0], line.dividend());
        }
        int year = now.atZoneSameInstant(CHINA).getYear();
        sql.rows(
                PurchaseSql.CAPACITY,
                column("uuid", lines.stream().map(Line::product)),
                column("int", lines.stream().map(line -> year)),
                column("bigint", lines.stream().map(line -> 1_000_000_000L)),
                column("bigint", lines.stream().map(Line::quantity)));
        Object tx = sql.rows(
                        PurchaseSql.POST,
                        month,
                        today,
                        now,
                        "sale:retail:" + purchase,
                        new byte[32],
                        postings.accounts(sql),
                        postings.pools(sql),
                        postings.amounts(sql))
                .get(0)[0];
        sql.run(
                PurchaseSql.SALES,
                now,
                tx,
                now,
                month,
                sql.array("uuid", sales),
                column("text", lines.stream().map(line -> purchase + "/" + line.lineNo())),
                column("uuid", lines.stream().map(Line::listing)),
                column("uuid", lines.stream().map(Line::product)),
                column("uuid", lines.stream().map(Line::organisation)),
                column("uuid", lines.stream().map(line -> certificates.getOrDefault(line.product(), purchase))),
                column("uuid", lines.stream().map(Line::agreement)),
                column("bigint", lines.stream().map(Line::quantity)),
                column("bigint", lines.stream().map(Line::fen)),
                column("bigint", lines.stream().map(Line::fee)),
                column("bigint", lines.stream().map(Line::dividend)),
                column("bigint", lines.stream().map(line -> line.fen() - line.fee() - line.dividend())),
                sql.array("bytea", lines.stream().map(line -> new byte[32]).toArray(byte[][]::new)));
    }

    private static LocalDate today(OffsetDateTime now) {
        return now.atZoneSameInstant(CHINA).toLocalDate();
    }

    private java.sql.Array column(String type, java.util.stream.Stream<?> values) throws SQLException {
        return sql.array(type, values.toArray());
    }

    /** Ids in the order of time, as the service makes them. */
    private static UUID id() {
        long millis = System.currentTimeMillis();
        long random = ThreadLocalRandom.current().nextLong();
        return new UUID(millis << 16 | 0x7000 | (random >>> 52), (random >>> 2) | Long.MIN_VALUE);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        sql.close();
    }
}
