package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The subsidies of orders that were paid. */
@ApplicationScoped
class PartSubsidyRepository {
    /** Whose money it was and the posting by which it came. */
    record Given(String payer, long txId) {}

    /** Nobody else pays back of this order. */
    Uni<Void> lock(SqlConnection tx, UUID part) {
        return tx.preparedQuery("SELECT 1 FROM order_part WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(part))
                .replaceWithVoid();
    }

    Uni<Map<Integer, Long>> left(SqlConnection connection, UUID part) {
        return connection.preparedQuery("""
                        SELECT l.line_no, l.subsidy_fen - coalesce((SELECT sum(r.amount_fen) FROM order_subsidy_refund r
                                 WHERE r.part_id = l.part_id AND r.line_no = l.line_no), 0)::bigint AS fen
                          FROM order_line l WHERE l.part_id = $1 AND l.subsidy_fen > 0""").execute(Tuple.of(part)).map(rows -> {
            Map<Integer, Long> left = new HashMap<>();
            rows.forEach(row -> left.put(row.getInteger("line_no"), row.getLong("fen")));
            return left;
        });
    }

    Uni<Given> given(SqlConnection tx, UUID part) {
        return tx.preparedQuery("""
                        SELECT u.subsidy_payer, u.subsidy_tx FROM order_part p JOIN order_purchase u ON u.id = p.purchase_id
                         WHERE p.id = $1 AND u.subsidy_tx IS NOT NULL""").execute(Tuple.of(part)).map(rows -> {
            Row row = rows.iterator().next();
            return new Given(row.getString("subsidy_payer"), row.getLong("subsidy_tx"));
        });
    }

    Uni<Void> gaveBack(
            SqlConnection tx, UUID part, List<PartSubsidy.Shared> items, String reference, long txId, Instant now) {
        List<Tuple> rows = items.stream()
                .filter(item -> item.subsidyFen() > 0)
                .map(item -> Tuple.tuple()
                        .addUUID(part)
                        .addInteger(item.item().lineNo())
                        .addString(reference)
                        .addLong(item.subsidyFen())
                        .addLong(txId)
                        .addOffsetDateTime(PurchaseRepository.utc(now)))
                .toList();
        return tx.preparedQuery("""
                        INSERT INTO order_subsidy_refund (part_id, line_no, reference, amount_fen, tx_id, refunded_at)
                        VALUES ($1, $2, $3, $4, $5, $6)""").executeBatch(rows).replaceWithVoid();
    }

    /**
     * Whether a purchase with a coupon has nothing left and never sent anything. The purchase is locked before its orders are
     * looked at, so that of two that end at once the second sees both.
     */
    Uni<Boolean> cameToNothing(SqlConnection tx, UUID purchase) {
        return tx.preparedQuery("SELECT 1 FROM order_purchase WHERE id = $1 AND coupon_id IS NOT NULL FOR UPDATE")
                .execute(Tuple.of(purchase))
                .chain(with -> with.size() == 0
                        ? Uni.createFrom().item(false)
                        : tx.preparedQuery("""
                                        SELECT NOT EXISTS (SELECT 1 FROM order_part p WHERE p.purchase_id = $1
                                                 AND (p.state <> 'CANCELLED'
                                                      OR EXISTS (SELECT 1 FROM order_parcel c WHERE c.part_id = p.id)))""")
                                .execute(Tuple.of(purchase))
                                .map(rows -> rows.iterator().next().getBoolean(0)));
    }
}
