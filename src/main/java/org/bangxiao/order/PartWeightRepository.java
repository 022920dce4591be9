package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Weights of orders that were paid. */
@ApplicationScoped
class PartWeightRepository {
    /**
     * A line sold by weight.
     *
     * @param paidFen     what the buyer paid for all of it, a coupon's share taken off
     * @param subsidyLeft what a coupon's source gave for it and did not get back
     */
    record Line(int lineNo, UUID listingId, UUID saleId, long paidFen, long subsidyLeft, LineWeight weight) {}

    Uni<List<Line>> lines(SqlConnection tx, UUID part) {
        return tx.preparedQuery("""
                        SELECT l.line_no, l.listing_id, l.sale_id, l.amount_fen - l.discount_fen AS paid_fen,
                               l.subsidy_fen - coalesce((SELECT sum(r.amount_fen) FROM order_subsidy_refund r
                                   WHERE r.part_id = l.part_id AND r.line_no = l.line_no), 0)::bigint AS subsidy_left,
                               w.ordered_grams, w.packed_grams, w.missing_grams, w.back_fen
                          FROM order_line l JOIN order_line_weight w USING (part_id, line_no)
                         WHERE l.part_id = $1 AND l.sale_id IS NOT NULL ORDER BY l.line_no""").execute(Tuple.of(part)).map(rows -> {
            List<Line> lines = new ArrayList<>();
            rows.forEach(row -> lines.add(new Line(
                    row.getInteger("line_no"),
                    row.getUUID("listing_id"),
                    row.getUUID("sale_id"),
                    row.getLong("paid_fen"),
                    row.getLong("subsidy_left"),
                    Objects.requireNonNull(weight(row)))));
            return lines;
        });
    }

    /** From a row of {@code order_line_weight}; null where the line is not sold by weight. */
    static @Nullable LineWeight weight(Row row) {
        Long ordered = row.getLong("ordered_grams");
        return ordered == null
                ? null
                : new LineWeight(
                        ordered, row.getLong("packed_grams"), row.getLong("missing_grams"), row.getLong("back_fen"));
    }

    Uni<Void> paidBack(SqlConnection tx, UUID parcel, UUID part, List<PayBack.Item> items, Instant now) {
        List<Tuple> rows = items.stream()
                .map(item -> Tuple.of(parcel, item.lineNo(), part, item.amountFen(), PurchaseRepository.utc(now)))
                .toList();
        return tx.preparedQuery("""
                        INSERT INTO order_weight_refund (parcel_id, line_no, part_id, amount_fen, refunded_at)
                        VALUES ($1, $2, $3, $4, $5)""").executeBatch(rows).replaceWithVoid();
    }
}
