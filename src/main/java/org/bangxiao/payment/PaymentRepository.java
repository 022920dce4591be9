package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** The tables of payment. */
@ApplicationScoped
class PaymentRepository {
    private static final String COLUMNS =
            "SELECT id, subject, provider, amount_fen, state, created_at, captured_at, refunded_fen, refunding_fen"
                    + " FROM payment_intent";

    Uni<Void> insert(SqlConnection tx, PaymentIntent intent) {
        return tx.preparedQuery("""
                        INSERT INTO payment_intent (id, subject, provider, amount_fen, state, created_at)
                        VALUES ($1, $2, $3, $4, $5, $6)""")
                .execute(Tuple.of(
                        intent.id(),
                        intent.subject(),
                        intent.provider(),
                        intent.amountFen(),
                        intent.state(),
                        utc(intent.createdAt())))
                .replaceWithVoid();
    }

    Uni<Optional<PaymentIntent>> find(SqlClient client, UUID id) {
        return client.preparedQuery(COLUMNS + " WHERE id = $1")
                .execute(Tuple.of(id))
                .map(PaymentRepository::first);
    }

    Uni<Optional<PaymentIntent>> lock(SqlConnection tx, UUID id) {
        return tx.preparedQuery(COLUMNS + " WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .map(PaymentRepository::first);
    }

    Uni<Optional<PaymentIntent>> ofSubject(SqlClient client, UUID subject) {
        return client.preparedQuery(COLUMNS + " WHERE subject = $1 ORDER BY created_at DESC LIMIT 1")
                .execute(Tuple.of(subject))
                .map(PaymentRepository::first);
    }

    /** The amount noted under this event before, or empty: then it is noted now. */
    Uni<Optional<Long>> noteCallback(SqlConnection tx, Callback callback, Instant now, String outcome) {
        return tx.preparedQuery("""
                        INSERT INTO payment_callback (provider, event_id, intent_id, kind, amount_fen, received_at, outcome, refund_id)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (provider, event_id) DO NOTHING""")
                .execute(Tuple.tuple()
                        .addString(callback.provider())
                        .addString(callback.eventId())
                        .addUUID(callback.intentId())
                        .addString(callback.kind())
                        .addLong(callback.amountFen())
                        .addOffsetDateTime(utc(now))
                        .addString(outcome)
                        .addUUID(callback.refundId()))
                .chain(inserted -> inserted.rowCount() == 1
                        ? Uni.createFrom().item(Optional.<Long>empty())
                        : tx.preparedQuery(
                                        "SELECT amount_fen FROM payment_callback WHERE provider = $1 AND event_id = $2")
                                .execute(Tuple.of(callback.provider(), callback.eventId()))
                                .map(rows -> Optional.of(rows.iterator().next().getLong(0))));
    }

    /** Moves a payment from one state to the next; false where it is not in that state any more. */
    Uni<Boolean> move(SqlConnection tx, UUID id, String from, String to, Instant now) {
        return tx.preparedQuery("""
                        UPDATE payment_intent SET state = $3,
                               captured_at = CASE WHEN $3 IN ('CAPTURED','REFUND_DUE') THEN $4 ELSE captured_at END
                         WHERE id = $1 AND state = $2""").execute(Tuple.of(id, from, to, utc(now))).map(updated -> updated.rowCount() == 1);
    }

    private static Optional<PaymentIntent> first(RowSet<Row> rows) {
        RowIterator<Row> all = rows.iterator();
        if (!all.hasNext()) {
            return Optional.empty();
        }
        Row row = all.next();
        return Optional.of(new PaymentIntent(
                row.getUUID("id"),
                row.getUUID("subject"),
                row.getString("provider"),
                row.getLong("amount_fen"),
                row.getString("state"),
                row.getOffsetDateTime("created_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("captured_at"))
                        .map(OffsetDateTime::toInstant)
                        .orElse(null),
                row.getLong("refunded_fen"),
                row.getLong("refunding_fen")));
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
