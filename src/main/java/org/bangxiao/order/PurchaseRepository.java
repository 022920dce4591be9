package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.catalogue.Places;
import org.bangxiao.catalogue.SendWindow;
import org.bangxiao.catalogue.Visit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.promotion.Discount;
import org.jspecify.annotations.Nullable;

/** Purchases, their orders and lines. */
@ApplicationScoped
class PurchaseRepository {
    /** Nobody keeps more goods from others than these purchases hold. */
    private static final int MOST_UNPAID = 5;

    /** What is about to be written. */
    record Placed(
            UUID id,
            UUID cartId,
            int cartVersion,
            Shopper shopper,
            long totalFen,
            @Nullable Discount discount,
            Buffer receiverCipher,
            String receiverMasked,
            Instant placedAt,
            Instant holdsUntil,
            List<PlacedPart> parts) {
        /** Until when something of it is planned to be sent, or for which it is booked; at least the day of the purchase. */
        LocalDate lastDay() {
            return parts.stream()
                    .map(part -> part.visit() != null
                            ? part.visit().day()
                            : part.window() != null ? part.window().to() : LocalDate.MIN)
                    .reduce(BusinessClock.dayOf(placedAt), (a, b) -> a.isAfter(b) ? a : b);
        }
    }

    /**
     * @param window   in which days it is sent; null for what is sent as usual
     * @param visit    for which day it is booked; null for what is sent
     * @param totalFen its lines less their discounts, and its freight
     */
    record PlacedPart(
            UUID id,
            UUID organisationId,
            @Nullable SendWindow window,
            @Nullable Visit visit,
            String number,
            long totalFen,
            long freightFen,
            List<PlacedLine> lines) {}

    /** @param unitGrams what one weighs by order where it is sold by the scales; null where it is not */
    record PlacedLine(
            UUID listingId,
            String nameZh,
            String nameEn,
            String unit,
            @Nullable Long unitGrams,
            long quantity,
            long priceFen,
            long listPriceFen,
            long discountFen,
            long subsidyFen) {
        long amountFen() {
            return Math.multiplyExact(quantity, priceFen);
        }
    }

    /**
     * A purchase's head, locked; {@code signedIn} where its buyer has an account.
     *
     * @param discountFen   what a coupon took off, 0 where none did
     * @param subsidyPayer  whose money makes up for that; null where the supplier sold for less
     */
    record Head(
            UUID id,
            String state,
            long totalFen,
            Instant holdsUntil,
            boolean signedIn,
            long discountFen,
            @Nullable String subsidyPayer) {}

    /** A line to be recorded as a sale, for what its buyer pays and a coupon's source gives for it; day: null for goods. */
    record DueLine(
            UUID partId,
            String partNumber,
            UUID organisationId,
            long freightFen,
            int lineNo,
            UUID listingId,
            long quantity,
            long amountFen,
            @Nullable LocalDate day) {
        /** The places that it is for; empty for goods. */
        Optional<Places.Wanted> wanted() {
            return Optional.ofNullable(day).map(chosen -> new Places.Wanted(listingId, chosen, quantity));
        }
    }

    Uni<Void> insert(SqlConnection tx, Placed placed) {
        byte @Nullable [] guest = placed.shopper().guestHash();
        Discount discount = placed.discount();
        Tuple head = Tuple.tuple()
                .addUUID(placed.id())
                .addUUID(placed.cartId())
                .addInteger(placed.cartVersion())
                .addUUID(placed.shopper().accountId())
                .addValue(guest == null ? null : Buffer.buffer(guest).getDelegate())
                .addLong(placed.totalFen())
                .addValue(placed.receiverCipher().getDelegate())
                .addString(placed.receiverMasked())
                .addOffsetDateTime(utc(placed.placedAt()))
                .addOffsetDateTime(utc(placed.holdsUntil()));
        return tx.preparedQuery("""
                        INSERT INTO order_purchase (id, cart_id, cart_version, account_id, guest_token_hash, state, total_fen,
                                                    receiver_cipher, receiver_masked, placed_at, holds_until,
                                                    coupon_id, coupon_zh, coupon_en, discount_fen, subsidy_payer)
                        SELECT $1::uuid, $2::uuid, $3::integer, $4::uuid, $5::bytea, 'PLACED', $6::bigint, $7::bytea, $8::text,
                               $9::timestamptz, $10::timestamptz, $12::uuid, $13::text, $14::text, $15::bigint, $16::text
                         WHERE (SELECT count(*) FROM order_purchase
                                 WHERE state = 'PLACED' AND holds_until > $9 AND (account_id = $4 OR guest_token_hash = $5)) < $11""")
                .execute(head.addInteger(MOST_UNPAID)
                        .addUUID(discount == null ? null : discount.couponId())
                        .addString(discount == null ? null : discount.nameZh())
                        .addString(discount == null ? null : discount.nameEn())
                        .addLong(discount == null ? 0 : discount.fen())
                        .addString(discount == null ? null : discount.payer()))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw OrderProblems.tooManyUnpaid(MOST_UNPAID);
                    }
                })
                .chain(() -> insertParts(tx, placed))
                .chain(() -> insertLines(tx, placed));
    }

    private static Uni<Void> insertParts(SqlConnection tx, Placed placed) {
        List<PlacedPart> parts = placed.parts();
        return tx.preparedQuery("""
                        WITH part AS (
                            INSERT INTO order_part (id, purchase_id, organisation_id, number, state, total_fen, freight_fen,
                                                    send_from, send_to, visit_on, cancel_until)
                            SELECT p.id, $1, p.organisation_id, p.number, 'PLACED', p.total, p.freight, p.first, p.last,
                                   p.visit, p.until
                              FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $8::bigint[], $9::date[],
                                          $10::date[], $11::date[], $12::timestamptz[])
                                   AS p(id, organisation_id, number, total, freight, first, last, visit, until)
                            RETURNING id)
                        INSERT INTO order_event (part_id, seq, state, actor, at) SELECT id, 1, 'PLACED', $6, $7 FROM part""")
                .execute(Tuple.tuple()
                        .addUUID(placed.id())
                        .addArrayOfUUID(parts.stream().map(PlacedPart::id).toArray(UUID[]::new))
                        .addArrayOfUUID(
                                parts.stream().map(PlacedPart::organisationId).toArray(UUID[]::new))
                        .addArrayOfString(parts.stream().map(PlacedPart::number).toArray(String[]::new))
                        .addArrayOfLong(parts.stream().map(PlacedPart::totalFen).toArray(Long[]::new))
                        .addUUID(placed.shopper().accountId())
                        .addOffsetDateTime(utc(placed.placedAt()))
                        .addArrayOfLong(
                                parts.stream().map(PlacedPart::freightFen).toArray(Long[]::new))
                        .addArrayOfLocalDate(parts.stream()
                                .map(part -> CartRepository.day(part.window(), SendWindow::from))
                                .toArray(LocalDate[]::new))
                        .addArrayOfLocalDate(parts.stream()
                                .map(part -> CartRepository.day(part.window(), SendWindow::to))
                                .toArray(LocalDate[]::new))
                        .addArrayOfLocalDate(parts.stream()
                                .map(part -> part.visit() == null
                                        ? null
                                        : part.visit().day())
                                .toArray(LocalDate[]::new))
                        .addArrayOfOffsetDateTime(parts.stream()
                                .map(part -> part.visit() == null
                                        ? null
                                        : utc(part.visit().freeUntil()))
                                .toArray(OffsetDateTime[]::new)))
                .replaceWithVoid();
    }

    private static Uni<Void> insertLines(SqlConnection tx, Placed placed) {
        List<Tuple> rows = new ArrayList<>();
        for (PlacedPart part : placed.parts()) {
            int lineNo = 0;
            for (PlacedLine line : part.lines()) {
                rows.add(Tuple.tuple()
                        .addUUID(part.id())
                        .addInteger(++lineNo)
                        .addUUID(line.listingId())
                        .addString(line.nameZh())
                        .addString(line.nameEn())
                        .addString(line.unit())
                        .addLong(line.quantity())
                        .addLong(line.priceFen())
                        .addLong(line.amountFen())
                        .addLong(line.listPriceFen())
                        .addLong(line.discountFen())
                        .addLong(line.subsidyFen())
                        .addLong(line.unitGrams()));
            }
        }
        return tx.preparedQuery("""
                        INSERT INTO order_line (part_id, line_no, listing_id, name_zh, name_en, unit, quantity, price_fen, amount_fen,
                                                list_price_fen, discount_fen, subsidy_fen, unit_grams)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, nullif($10::bigint, $8::bigint), $11, $12, $13)
                        """).executeBatch(rows).replaceWithVoid();
    }

    Uni<Optional<Head>> lock(SqlConnection tx, UUID id) {
        return tx.preparedQuery(
                        "SELECT id, state, total_fen, holds_until, account_id IS NOT NULL, discount_fen, subsidy_payer"
                                + " FROM order_purchase WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .map(rows -> first(rows)
                        .map(row -> new Head(
                                row.getUUID(0),
                                row.getString(1),
                                row.getLong(2),
                                row.getOffsetDateTime(3).toInstant(),
                                row.getBoolean(4),
                                row.getLong(5),
                                row.getString(6))));
    }

    Uni<List<DueLine>> dueLines(SqlConnection tx, UUID purchase) {
        return tx.preparedQuery("""
                        SELECT p.id, p.number, p.organisation_id, p.freight_fen, l.line_no, l.listing_id, l.quantity,
                               l.amount_fen - l.discount_fen + l.subsidy_fen, p.visit_on
                          FROM order_part p JOIN order_line l ON l.part_id = p.id
                         WHERE p.purchase_id = $1 ORDER BY p.number, l.line_no""").execute(Tuple.of(purchase)).map(rows -> {
            List<DueLine> lines = new ArrayList<>();
            rows.forEach(row -> lines.add(new DueLine(
                    row.getUUID(0),
                    row.getString(1),
                    row.getUUID(2),
                    row.getLong(3),
                    row.getInteger(4),
                    row.getUUID(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLocalDate(8))));
            return lines;
        });
    }

    /** The purchase is paid: its lines name their sales, its orders are due to be sent. */
    Uni<Void> paid(
            SqlConnection tx,
            UUID purchase,
            List<DueLine> lines,
            List<UUID> sales,
            List<Long> householdsFen,
            @Nullable Long freightTx,
            @Nullable Long subsidyTx,
            Instant now) {
        return tx.preparedQuery("""
                        WITH line AS (
                            UPDATE order_line l SET sale_id = s.sale_id, households_fen = s.households
                              FROM unnest($2::uuid[], $3::int[], $4::uuid[], $5::bigint[]) AS s(part_id, line_no, sale_id, households)
                             WHERE l.part_id = s.part_id AND l.line_no = s.line_no),
                             part AS (UPDATE order_part SET state = 'PAID' WHERE purchase_id = $1 AND state = 'PLACED' RETURNING id),
                             event AS (INSERT INTO order_event (part_id, seq, state, at) SELECT id, 2, 'PAID', $6 FROM part)
                        UPDATE order_purchase SET state = 'PAID', paid_at = $6, freight_tx = $7, subsidy_tx = $8 WHERE id = $1""")
                .execute(Tuple.tuple()
                        .addUUID(purchase)
                        .addArrayOfUUID(lines.stream().map(DueLine::partId).toArray(UUID[]::new))
                        .addArrayOfInteger(lines.stream().map(DueLine::lineNo).toArray(Integer[]::new))
                        .addArrayOfUUID(sales.toArray(UUID[]::new))
                        .addArrayOfLong(householdsFen.toArray(Long[]::new))
                        .addOffsetDateTime(utc(now))
                        .addLong(freightTx)
                        .addLong(subsidyTx))
                .replaceWithVoid();
    }

    /** A purchase that nobody has paid is over; one that was paid stays so, whatever else comes: then it answers false. */
    Uni<Boolean> end(SqlConnection tx, UUID purchase, String state) {
        String end = """
                WITH ended AS (UPDATE order_purchase SET state = $2
                                WHERE id = $1 AND state IN ('PLACED', 'EXPIRED') RETURNING id)
                UPDATE order_part SET state = 'CANCELLED' WHERE purchase_id IN (SELECT id FROM ended)""";
        return tx.preparedQuery(end).execute(Tuple.of(purchase, state)).map(rows -> rows.rowCount() > 0);
    }

    /** Its goods are held so long, never shorter than before. */
    Uni<Void> keep(SqlConnection tx, UUID purchase, Instant until) {
        return tx.preparedQuery("UPDATE order_purchase SET holds_until = greatest(holds_until, $2) WHERE id = $1")
                .execute(Tuple.of(purchase, utc(until)))
                .replaceWithVoid();
    }

    /** Ends purchases that nobody paid in time; answers those that a coupon was used for. */
    Uni<List<UUID>> expire(SqlConnection tx, Instant now) {
        return tx.preparedQuery("""
                        WITH due AS (SELECT id FROM order_purchase WHERE state = 'PLACED' AND holds_until < $1
                                      ORDER BY holds_until LIMIT 500 FOR UPDATE SKIP LOCKED),
                             part AS (UPDATE order_part SET state = 'CANCELLED' WHERE purchase_id IN (SELECT id FROM due))
                        UPDATE order_purchase SET state = 'EXPIRED' WHERE id IN (SELECT id FROM due) RETURNING id, coupon_id
                        """).execute(Tuple.of(utc(now))).map(rows -> {
            List<UUID> withCoupon = new ArrayList<>();
            rows.forEach(row -> {
                if (row.getUUID("coupon_id") != null) {
                    withCoupon.add(row.getUUID("id"));
                }
            });
            return withCoupon;
        });
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
