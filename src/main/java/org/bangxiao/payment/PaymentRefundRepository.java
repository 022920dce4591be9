package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.Rows;

/** What is owed to payers, and what has gone back. */
@ApplicationScoped
class PaymentRefundRepository {
    private static final String COLUMNS = "id, intent_id, reference, amount_fen, state, asked_at, done_at";

    /** @param leftFen of what was captured, what has neither gone back nor is on its way */
    record Paid(UUID intentId, long leftFen) {}

    /** The payment that the subject has; one that came on top of it goes back by itself and is not meant. */
    Uni<Optional<Paid>> lockPaid(SqlConnection tx, UUID subject) {
        return lockPaid(tx, "subject = $1", subject);
    }

    Uni<Optional<Paid>> lockPaidIntent(SqlConnection tx, UUID intent) {
        return lockPaid(tx, "id = $1", intent);
    }

    private static Uni<Optional<Paid>> lockPaid(SqlConnection tx, String which, UUID id) {
        return tx.preparedQuery(
                        "SELECT id, amount_fen - refunded_fen - refunding_fen AS left_fen FROM payment_intent WHERE "
                                + which + " AND state IN ('CAPTURED', 'REFUND_DUE', 'REFUNDED')"
                                + " ORDER BY (state = 'CAPTURED') DESC, captured_at DESC LIMIT 1 FOR UPDATE")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(new Paid(
                                rows.iterator().next().getUUID("id"),
                                rows.iterator().next().getLong("left_fen"))));
    }

    Uni<Optional<PaymentRefund>> find(SqlConnection connection, String reference) {
        return of(connection, List.of(reference)).map(found -> Optional.ofNullable(found.get(reference)));
    }

    Uni<Map<String, PaymentRefund>> of(SqlClient client, Collection<String> references) {
        return client.preparedQuery("SELECT " + COLUMNS + " FROM payment_refund WHERE reference = ANY ($1)")
                .execute(Tuple.tuple().addArrayOfString(references.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, PaymentRefund> found = new HashMap<>();
                    all(rows).forEach(refund -> found.put(refund.reference(), refund));
                    return found;
                });
    }

    Uni<Void> insert(SqlConnection tx, PaymentRefund refund) {
        return tx.preparedQuery("""
                        WITH owed AS (UPDATE payment_intent SET refunding_fen = refunding_fen + $4 WHERE id = $2)
                        INSERT INTO payment_refund (id, intent_id, reference, amount_fen, state, asked_at)
                        VALUES ($1, $2, $3, $4, $5, $6)""")
                .execute(Tuple.of(
                        refund.id(),
                        refund.intentId(),
                        refund.reference(),
                        refund.amountFen(),
                        refund.state(),
                        PaymentRepository.utc(refund.askedAt())))
                .replaceWithVoid();
    }

    Uni<Void> again(SqlConnection tx, String reference) {
        return tx.preparedQuery("UPDATE payment_refund SET state = 'DUE', sent_at = NULL WHERE reference = $1"
                        + " AND state = 'FAILED'")
                .execute(Tuple.of(reference))
                .replaceWithVoid();
    }

    /** One that is due, noted as asked for now. */
    Uni<Optional<PaymentRefund>> claim(SqlConnection tx, String reference, Instant now) {
        return tx.preparedQuery("UPDATE payment_refund SET sent_at = $2, tries = tries + 1"
                        + " WHERE reference = $1 AND state = 'DUE' RETURNING " + COLUMNS)
                .execute(Tuple.of(reference, PaymentRepository.utc(now)))
                .map(rows -> all(rows).stream().findFirst());
    }

    /** Those that nobody asked for yet, or so long ago that an answer is no longer to be expected. */
    Uni<List<PaymentRefund>> claimDue(SqlConnection tx, Instant now, Instant before, int limit) {
        return tx.preparedQuery("""
                        UPDATE payment_refund SET sent_at = $1, tries = tries + 1 WHERE id IN (
                            SELECT id FROM payment_refund WHERE state = 'DUE' AND (sent_at IS NULL OR sent_at < $2)
                             ORDER BY sent_at NULLS FIRST LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING\s""" + COLUMNS)
                .execute(Tuple.of(PaymentRepository.utc(now), PaymentRepository.utc(before), limit))
                .map(PaymentRefundRepository::all);
    }

    Uni<Optional<PaymentRefund>> lock(SqlConnection tx, UUID id) {
        return tx.preparedQuery("SELECT " + COLUMNS + " FROM payment_refund WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .map(rows -> all(rows).stream().findFirst());
    }

    /** The money is back with the payer; a payment of which nothing is left is refunded. */
    Uni<Void> done(SqlConnection tx, PaymentRefund refund, Instant now) {
        return tx.preparedQuery("""
                        WITH done AS (UPDATE payment_refund SET state = 'DONE', done_at = $4 WHERE id = $1)
                        UPDATE payment_intent SET refunding_fen = refunding_fen - $3, refunded_fen = refunded_fen + $3,
                               state = CASE WHEN refunded_fen + $3 = amount_fen THEN 'REFUNDED' ELSE state END
                         WHERE id = $2""")
                .execute(Tuple.of(refund.id(), refund.intentId(), refund.amountFen(), PaymentRepository.utc(now)))
                .replaceWithVoid();
    }

    Uni<Void> failed(SqlConnection tx, UUID id) {
        return tx.preparedQuery("UPDATE payment_refund SET state = 'FAILED' WHERE id = $1 AND state = 'DUE'")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    private static List<PaymentRefund> all(RowSet<Row> rows) {
        List<PaymentRefund> refunds = new ArrayList<>();
        rows.forEach(row -> refunds.add(new PaymentRefund(
                row.getUUID("id"),
                row.getUUID("intent_id"),
                row.getString("reference"),
                row.getLong("amount_fen"),
                row.getString("state"),
                row.getOffsetDateTime("asked_at").toInstant(),
                Rows.instant(row, "done_at"))));
        return refunds;
    }
}
