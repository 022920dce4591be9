package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The supplier's side of orders. */
@ApplicationScoped
class ShippingRepository {
    record PartRow(
            UUID id,
            UUID purchaseId,
            String number,
            String state,
            Instant placedAt,
            Buffer receiverCipher,
            String receiverMasked,
            long totalFen,
            String lines) {}

    Uni<List<PartRow>> page(
            SqlConnection connection, UUID organisation, @Nullable String state, @Nullable String after, int limit) {
        return connection
                .preparedQuery("""
                        SELECT p.id, p.purchase_id, p.number, p.state, u.placed_at, u.receiver_cipher, u.receiver_masked, p.total_fen,
                               (SELECT string_agg(l.name_zh || ' × ' || l.quantity, '，' ORDER BY l.line_no)
                                  FROM order_line l WHERE l.part_id = p.id) AS lines
                          FROM order_part p JOIN order_purchase u ON u.id = p.purchase_id
                         WHERE p.organisation_id = $1 AND p.state IN ('PAID','SHIPPED','RECEIVED')
                           AND ($2::text IS NULL OR p.state = $2) AND ($3::text IS NULL OR p.number < $3)
                         ORDER BY p.number DESC LIMIT $4""")
                .execute(Tuple.of(organisation, state, after, limit))
                .map(rows -> {
                    List<PartRow> parts = new ArrayList<>();
                    rows.forEach(row -> parts.add(new PartRow(
                            row.getUUID("id"),
                            row.getUUID("purchase_id"),
                            row.getString("number"),
                            row.getString("state"),
                            row.getOffsetDateTime("placed_at").toInstant(),
                            Buffer.buffer(row.getBuffer("receiver_cipher").getBytes()),
                            row.getString("receiver_masked"),
                            row.getLong("total_fen"),
                            row.getString("lines"))));
                    return parts;
                });
    }

    Uni<Optional<String>> state(SqlConnection tx, UUID organisation, UUID part) {
        return tx.preparedQuery("SELECT state FROM order_part WHERE id = $1 AND organisation_id = $2 FOR UPDATE")
                .execute(Tuple.of(part, organisation))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    Uni<Void> ship(SqlConnection tx, UUID part, String carrier, String tracking, UUID actor, Instant now) {
        return tx.preparedQuery("""
                        WITH moved AS (UPDATE order_part SET state = 'SHIPPED', carrier = $2, tracking_number = $3
                                        WHERE id = $1 AND state = 'PAID' RETURNING id)
                        INSERT INTO order_event (part_id, seq, state, actor, at)
                        SELECT m.id, (SELECT max(seq) + 1 FROM order_event e WHERE e.part_id = m.id), 'SHIPPED', $4, $5 FROM moved m""")
                .execute(Tuple.of(part, carrier, tracking, actor, PurchaseRepository.utc(now)))
                .map(RowSet::rowCount)
                .replaceWithVoid();
    }
}
