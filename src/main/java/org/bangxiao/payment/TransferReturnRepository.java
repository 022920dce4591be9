package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Ids;
import org.jspecify.annotations.Nullable;

/** Money that people at the bank send back. */
@ApplicationScoped
class TransferReturnRepository {
    private static final int MOST_SHOWN = 200;

    /** What somebody asks for: of a transfer or for a refund. */
    record Ask(@Nullable UUID transferId, @Nullable UUID refundId, long fen, String reason) {}

    /** A return that was asked for. */
    record Asked(
            UUID id,
            @Nullable UUID transferId,
            @Nullable UUID refundId,
            @Nullable UUID intentId,
            long fen,
            boolean settles,
            boolean approved) {}

    /** Fails with the constraint {@code payment_return_of_…_once} where it was asked for before. */
    Uni<Void> ask(SqlConnection tx, Ask ask, Actor actor, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO payment_return (id, transfer_id, refund_id, amount_fen, reason, asked_by, asked_person, asked_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""")
                .execute(Tuple.tuple()
                        .addUUID(Ids.next())
                        .addUUID(ask.transferId())
                        .addUUID(ask.refundId())
                        .addLong(ask.fen())
                        .addString(ask.reason())
                        .addUUID(actor.accountId())
                        .addUUID(actor.personId())
                        .addOffsetDateTime(PaymentRepository.utc(now)))
                .replaceWithVoid();
    }

    Uni<Optional<Asked>> lock(SqlConnection tx, UUID id) {
        return tx.preparedQuery("""
                        SELECT r.id, r.transfer_id, r.refund_id, p.intent_id, r.amount_fen, coalesce(t.settles, false) AS settles,
                               r.approved_at IS NOT NULL AS approved
                          FROM payment_return r LEFT JOIN payment_transfer t ON t.id = r.transfer_id
                          LEFT JOIN payment_refund p ON p.id = r.refund_id WHERE r.id = $1 FOR UPDATE OF r""")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next())
                                .map(row -> new Asked(
                                        row.getUUID("id"),
                                        row.getUUID("transfer_id"),
                                        row.getUUID("refund_id"),
                                        row.getUUID("intent_id"),
                                        row.getLong("amount_fen"),
                                        row.getBoolean("settles"),
                                        row.getBoolean("approved"))));
    }

    Uni<Void> approve(SqlConnection tx, UUID id, Actor actor, String bankRef, Instant now) {
        return tx.preparedQuery("UPDATE payment_return SET approved_by = $2, approved_person = $3, approved_at = $4,"
                        + " bank_ref = $5 WHERE id = $1 AND approved_at IS NULL")
                .execute(Tuple.of(id, actor.accountId(), actor.personId(), PaymentRepository.utc(now), bankRef))
                .replaceWithVoid();
    }

    Uni<Void> remove(SqlConnection tx, UUID id) {
        return tx.preparedQuery("DELETE FROM payment_return WHERE id = $1 AND approved_at IS NULL")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** A refund of a transfer that is due and that nobody has taken in hand. */
    Uni<Optional<Long>> lockDueRefund(SqlConnection tx, UUID refund) {
        return tx.preparedQuery("""
                        SELECT p.amount_fen FROM payment_refund p JOIN payment_intent i ON i.id = p.intent_id
                         WHERE p.id = $1 AND p.state = 'DUE' AND i.provider = 'bank' FOR UPDATE OF p""")
                .execute(Tuple.of(refund))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getLong(0)));
    }

    /** What waits for its second signature. */
    Uni<List<Transfer.Return>> toApprove(SqlClient client, UUID reader) {
        return list(client, """
                SELECT r.id, r.transfer_id, r.refund_id, coalesce(t.code, i.transfer_code) AS code, r.amount_fen, r.reason,
                       a.display_name, r.asked_at, r.asked_by = $1 AS mine
                  FROM payment_return r JOIN identity_account a ON a.id = r.asked_by
                  LEFT JOIN payment_transfer t ON t.id = r.transfer_id
                  LEFT JOIN payment_refund p ON p.id = r.refund_id LEFT JOIN payment_intent i ON i.id = p.intent_id
                 WHERE r.approved_at IS NULL ORDER BY r.id LIMIT $2""", reader);
    }

    /** Refunds of payments by transfer that nobody has taken in hand. */
    Uni<List<Transfer.Return>> due(SqlClient client, UUID reader) {
        return list(client, """
                SELECT p.id, NULL::uuid AS transfer_id, p.id AS refund_id, i.transfer_code AS code, p.amount_fen, '' AS reason,
                       '' AS display_name, p.asked_at, $1::uuid IS NULL AS mine
                  FROM payment_refund p JOIN payment_intent i ON i.id = p.intent_id
                 WHERE p.state = 'DUE' AND i.provider = 'bank'
                   AND NOT EXISTS (SELECT FROM payment_return r WHERE r.refund_id = p.id) ORDER BY p.asked_at LIMIT $2""", reader);
    }

    private static Uni<List<Transfer.Return>> list(SqlClient client, String sql, UUID reader) {
        return client.preparedQuery(sql).execute(Tuple.of(reader, MOST_SHOWN)).map(rows -> {
            List<Transfer.Return> found = new ArrayList<>();
            rows.forEach(row -> found.add(new Transfer.Return(
                    row.getUUID("id"),
                    row.getUUID("transfer_id"),
                    row.getUUID("refund_id"),
                    row.getString("code"),
                    row.getLong("amount_fen"),
                    row.getString("reason"),
                    row.getString("display_name"),
                    row.getOffsetDateTime("asked_at").toInstant(),
                    row.getBoolean("mine"))));
            return found;
        });
    }
}
