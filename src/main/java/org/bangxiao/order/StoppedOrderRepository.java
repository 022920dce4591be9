package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/**
 * Paid orders whose goods' certificate does not hold. Found anew each time, beginning at the stopped certificates, so that
 * a payment that came in the same moment as the stop is not missed.
 */
@ApplicationScoped
class StoppedOrderRepository {
    private static final String STOPPED = """
            SELECT p.id AS part_id, p.number AS order_number, p.organisation_id, u.paid_at, c.id AS certificate_id,
                   c.number AS certificate_number, c.state, c.state_reason, c.state_since, c.county_code, c.name_zh, c.name_en,
                   sum(l.quantity)::bigint AS quantity, sum(l.amount_fen - l.discount_fen)::bigint AS amount_fen, d.outcome,
                   d.reason, d.decided_at
              FROM certification_certificate c
              JOIN catalogue_listing g ON g.product_id = c.product_id
              JOIN order_line l ON l.listing_id = g.id
              JOIN order_part p ON p.id = l.part_id AND p.state IN ('PAID', 'CANCELLED')
              JOIN order_purchase u ON u.id = p.purchase_id
              LEFT JOIN order_stop_decision d
                ON d.part_id = p.id AND d.certificate_id = c.id AND d.stopped_since = c.state_since
             WHERE c.state <> 'VALID' AND (p.state = 'PAID' OR d.outcome = 'REFUND') AND %s
             GROUP BY p.id, u.paid_at, c.id, d.outcome, d.reason, d.decided_at
             ORDER BY p.number DESC, c.id LIMIT %d""";

    /** @param areaPrefix digits that the certificate's county begins with */
    Uni<List<StoppedOrder>> page(
            SqlConnection connection, String areaPrefix, boolean decided, @Nullable String cursor, int limit) {
        String[] after = cursor == null ? new String[] {null, null} : cursor.split("~", 2);
        return connection
                .preparedQuery(STOPPED.formatted(
                        "c.county_code LIKE $1 || '%' AND (d.part_id IS NOT NULL) = $2"
                                + " AND ($3::text IS NULL OR p.number < $3 OR (p.number = $3 AND c.id > $4::text::uuid))",
                        limit))
                .execute(Tuple.of(areaPrefix, decided, after[0], after.length > 1 ? after[1] : null))
                .map(StoppedOrderRepository::all);
    }

    /** What stands against sending this order, with the row locked against a decision at the same time. */
    Uni<List<StoppedOrder>> ofPart(SqlConnection tx, UUID part) {
        return tx.preparedQuery("SELECT id FROM order_part WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(part))
                .chain(() ->
                        tx.preparedQuery(STOPPED.formatted("p.id = $1", 1000)).execute(Tuple.of(part)))
                .map(StoppedOrderRepository::all);
    }

    /** The newest decision on an order, whatever became of the certificate since. */
    Uni<Optional<String>> lastOutcome(SqlConnection connection, UUID part) {
        return connection
                .preparedQuery(
                        "SELECT outcome FROM order_stop_decision WHERE part_id = $1 ORDER BY decided_at DESC, outcome DESC LIMIT 1")
                .execute(Tuple.of(part))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    Uni<Void> decide(SqlConnection tx, StoppedOrder order, String outcome, String reason, Actor actor, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO order_stop_decision
                               (part_id, certificate_id, stopped_since, outcome, reason, account_id, person_id, decided_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""")
                .execute(Tuple.tuple()
                        .addUUID(order.partId())
                        .addUUID(order.certificateId())
                        .addOffsetDateTime(PurchaseRepository.utc(order.stoppedSince()))
                        .addString(outcome)
                        .addString(reason)
                        .addUUID(actor.accountId())
                        .addUUID(actor.personId())
                        .addOffsetDateTime(PurchaseRepository.utc(now)))
                .replaceWithVoid();
    }

    private static List<StoppedOrder> all(RowSet<Row> rows) {
        List<StoppedOrder> orders = new ArrayList<>();
        rows.forEach(row -> orders.add(new StoppedOrder(
                row.getUUID("part_id"),
                row.getString("order_number"),
                row.getUUID("organisation_id"),
                "",
                "",
                row.getUUID("certificate_id"),
                row.getString("certificate_number"),
                row.getString("state"),
                row.getString("state_reason"),
                row.getOffsetDateTime("state_since").toInstant(),
                row.getString("county_code"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getLong("quantity"),
                row.getLong("amount_fen"),
                Rows.instant(row, "paid_at"),
                row.getString("outcome"),
                row.getString("reason"),
                Rows.instant(row, "decided_at"))));
        return orders;
    }
}
