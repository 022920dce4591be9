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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The supplier's side of orders. */
@ApplicationScoped
class ShippingRepository {
    /** @param whole whether the reader acts for all of its lines; of another part the rest, and the buyer, is not told */
    record PartRow(
            UUID id,
            UUID purchaseId,
            String number,
            String state,
            Instant placedAt,
            Buffer receiverCipher,
            String receiverMasked,
            long totalFen,
            String lines,
            boolean whole) {}

    /** The state of a part, and whether the reader acts for all of its lines. */
    record Due(String state, boolean whole) {}

    /** Lines that the reader, $1, acts for on the day $2: all of an own part, of another's those under its mandates. */
    private static final String ACTED = "(p.organisation_id = $1 OR catalogue_acts_for($1, l.listing_id, $2))";

    Uni<List<PartRow>> page(
            SqlConnection connection,
            UUID organisation,
            LocalDate today,
            @Nullable String state,
            @Nullable String after,
            int limit) {
        return connection
                .preparedQuery("""
                        SELECT p.id, p.purchase_id, p.number, p.state, u.placed_at, u.receiver_cipher, u.receiver_masked,
                               own.total_fen, own.lines, own.whole
                          FROM (SELECT * FROM order_part
                                 WHERE organisation_id = ANY (organisation_acted_for($1, $2))
                                   AND (organisation_id = $1 OR EXISTS (
                                        SELECT 1 FROM order_line l
                                         WHERE l.part_id = order_part.id AND catalogue_acts_for($1, l.listing_id, $2)))
                                   AND state IN ('PAID','SHIPPED','RECEIVED')
                                   AND ($3::text IS NULL OR state = $3) AND ($4::text IS NULL OR number < $4)
                                 ORDER BY number DESC LIMIT $5) p
                          JOIN order_purchase u ON u.id = p.purchase_id
                         CROSS JOIN LATERAL (
                               SELECT sum(l.amount_fen) FILTER (WHERE %1$s)::bigint AS total_fen, bool_and(%1$s) AS whole,
                                      string_agg(l.name_zh || ' × ' || l.quantity, '，' ORDER BY l.line_no) FILTER (WHERE %1$s)
                                          AS lines
                                 FROM order_line l WHERE l.part_id = p.id) own
                         ORDER BY p.number DESC""".formatted(ACTED))
                .execute(Tuple.of(organisation, today, state, after, limit))
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
                            row.getString("lines"),
                            row.getBoolean("whole"))));
                    return parts;
                });
    }

    /** A part that the reader acts for some line of; empty for everybody else's. */
    Uni<Optional<Due>> due(SqlConnection tx, UUID organisation, LocalDate today, UUID part) {
        return tx.preparedQuery("SELECT 1 FROM order_part WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(part))
                .chain(() -> tx.preparedQuery("""
                                SELECT p.state, bool_and(%1$s) AS whole FROM order_part p JOIN order_line l ON l.part_id = p.id
                                 WHERE p.id = $3 AND p.organisation_id = ANY (organisation_acted_for($1, $2))
                                 GROUP BY p.id HAVING bool_or(%1$s)""".formatted(ACTED)).execute(Tuple.of(organisation, today, part)))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new Due(row.getString("state"), row.getBoolean("whole")));
                    }
                    return Optional.empty();
                });
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
