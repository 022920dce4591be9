package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.order.ClaimRepository.Move;

/** Claims that end with the same goods sent again. */
@ApplicationScoped
class ExchangeRepository {
    /** With what becomes of the goods that were bought; false where somebody was quicker. */
    Uni<Boolean> agree(SqlConnection tx, Move move, String goods) {
        return tx.preparedQuery(
                        "UPDATE order_claim SET state = 'EXCHANGING', due_at = $3, goods = $4 WHERE id = $1 AND state = $2")
                .execute(Tuple.of(move.claim(), move.from().name(), ClaimReadRepository.utc(move.dueAt()), goods))
                .chain(moved -> moved.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : ClaimRepository.event(tx, move).replaceWith(true));
    }

    Uni<Void> send(SqlConnection tx, UUID parcel, Claim claim, String carrier, String number, Move move) {
        return tx.preparedQuery("""
                        INSERT INTO order_parcel (id, part_id, carrier, tracking_number, sent_by, sent_at, claim_id)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)""")
                .execute(Tuple.tuple()
                        .addUUID(parcel)
                        .addUUID(claim.partId())
                        .addString(carrier)
                        .addString(number)
                        .addUUID(Objects.requireNonNull(move.actor()).accountId())
                        .addOffsetDateTime(PurchaseRepository.utc(move.now()))
                        .addUUID(claim.id()))
                .replaceWithVoid();
    }

    /** By line number what its pieces have to weigh at least, of those that are sold by weight. */
    Uni<Map<Integer, Long>> least(SqlConnection connection, UUID claim) {
        return connection
                .preparedQuery("SELECT line_no, least FROM order_exchange_least WHERE claim_id = $1 ORDER BY line_no")
                .execute(Tuple.of(claim))
                .map(rows -> {
                    Map<Integer, Long> least = new LinkedHashMap<>();
                    rows.forEach(row -> least.put(row.getInteger("line_no"), row.getLong("least")));
                    return least;
                });
    }

    Uni<Void> weighed(SqlConnection tx, UUID claim, Map<Integer, Long> grams) {
        List<Tuple> rows = grams.entrySet().stream()
                .map(line -> Tuple.of(claim, line.getKey(), line.getValue()))
                .toList();
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery("INSERT INTO order_exchange_weight (claim_id, line_no, grams) VALUES ($1, $2, $3)")
                        .executeBatch(rows)
                        .replaceWithVoid();
    }

    /** Those that should have been sent by then. */
    Uni<List<UUID>> overdue(SqlConnection connection, Instant now, int limit) {
        return connection
                .preparedQuery(
                        "SELECT id FROM order_claim WHERE state = 'EXCHANGING' AND due_at < $1 ORDER BY due_at LIMIT $2")
                .execute(Tuple.of(PurchaseRepository.utc(now), limit))
                .map(rows -> {
                    List<UUID> ids = new ArrayList<>();
                    rows.forEach(row -> ids.add(row.getUUID("id")));
                    return ids;
                });
    }
}
