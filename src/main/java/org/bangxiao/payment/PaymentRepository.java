package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** The tables of payment. */
@ApplicationScoped
class PaymentRepository {
    static final String COLUMNS =
            "SELECT id, subject, provider, amount_fen, state, created_at, captured_at, refunded_fen, refunding_fen,"
                    + " asked_at, pay_link, transfer_code FROM payment_intent";

    /** The one that was paid before the one that goes back before the one that is open. */
    private static final String TELLING_FIRST =
            " ORDER BY CASE WHEN state = 'CAPTURED' THEN 0 WHEN state IN ('REFUND_DUE', 'REFUNDED') THEN 1"
                    + " WHEN state = 'PENDING' THEN 2 ELSE 3 END, created_at DESC LIMIT 1";

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
        return client.preparedQuery(COLUMNS + " WHERE subject = $1" + TELLING_FIRST)
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

    /** Moves a payment that is not paid to another state; false where it was paid or ended so already. */
    Uni<Boolean> move(SqlConnection tx, UUID id, String to, Instant now) {
        String move = """
                UPDATE payment_intent SET state = $2,
                       captured_at = CASE WHEN $2 IN ('CAPTURED','REFUND_DUE') THEN $3 ELSE captured_at END
                 WHERE id = $1 AND state <> $2 AND (state = 'PENDING'
                       OR state IN ('FAILED','CANCELLED') AND $2 IN ('CAPTURED','REFUND_DUE'))""";
        return tx.preparedQuery(move).execute(Tuple.of(id, to, utc(now))).map(updated -> updated.rowCount() == 1);
    }

    /** Nobody is to pay any other open payment of the subject. */
    Uni<Void> cancelOthers(SqlConnection tx, PaymentIntent intent) {
        return tx.preparedQuery("UPDATE payment_intent SET state = 'CANCELLED'"
                        + " WHERE subject = $1 AND id <> $2 AND state = 'PENDING'")
                .execute(Tuple.of(intent.subject(), intent.id()))
                .replaceWithVoid();
    }

    /** The provider is about to be asked; a code that was given before stays. */
    Uni<PaymentIntent> asked(SqlConnection tx, UUID id, Instant now, @Nullable String transferCode) {
        return tx.preparedQuery("""
                        UPDATE payment_intent SET asked_at = coalesce(asked_at, $2), transfer_code = coalesce(transfer_code, $3)
                         WHERE id = $1""")
                .execute(Tuple.tuple().addUUID(id).addOffsetDateTime(utc(now)).addString(transferCode))
                .chain(() -> lock(tx, id))
                .map(Optional::orElseThrow);
    }

    Uni<Void> answered(SqlClient client, UUID id, String payLink) {
        return client.preparedQuery("UPDATE payment_intent SET pay_link = $2 WHERE id = $1 AND pay_link IS NULL")
                .execute(Tuple.of(id, payLink))
                .replaceWithVoid();
    }

    Uni<Optional<PaymentIntent>> byTransferCode(SqlConnection tx, String code) {
        return tx.preparedQuery(COLUMNS + " WHERE transfer_code = $1 FOR UPDATE")
                .execute(Tuple.of(code))
                .map(PaymentRepository::first);
    }

    /**
     * Payments whose provider has not said what became of them, noted as asked now: the older, the more seldom, and no
     * longer than a day.
     */
    Uni<List<PaymentIntent>> claimSilent(SqlConnection tx, Instant now, int limit) {
        String which = """
                (queried_at IS NULL AND asked_at < $1::timestamptz - interval '1 minute'
                 OR queried_at < $1::timestamptz - greatest(interval '1 minute', ($1::timestamptz - asked_at) / 4))
                AND asked_at > $1::timestamptz - interval '1 day' ORDER BY queried_at NULLS FIRST LIMIT $2""";
        return claim(tx, which, Tuple.of(utc(now), limit));
    }

    /** One of them, on its payer's return; empty where it was asked a moment ago. */
    Uni<Optional<PaymentIntent>> claimSilent(SqlConnection tx, UUID id, Instant now) {
        return claim(
                        tx,
                        "(queried_at IS NULL OR queried_at < $1::timestamptz - interval '3 seconds') AND id = $2",
                        Tuple.of(utc(now), id))
                .map(claimed -> claimed.stream().findFirst());
    }

    private static Uni<List<PaymentIntent>> claim(SqlConnection tx, String which, Tuple values) {
        return tx.preparedQuery("WITH silent AS (SELECT id FROM payment_intent"
                        + " WHERE asked_at IS NOT NULL AND closed_at IS NULL AND state IN ('PENDING', 'CANCELLED', 'FAILED')"
                        + " AND provider NOT IN ('bank', 'sandbox') AND " + which
                        + "), noted AS (UPDATE payment_intent SET queried_at = $1::timestamptz"
                        + " WHERE id IN (SELECT id FROM silent) RETURNING id) "
                        + COLUMNS + " WHERE id IN (SELECT id FROM noted)")
                .execute(values)
                .map(rows -> {
                    List<PaymentIntent> found = new ArrayList<>();
                    rows.forEach(row -> found.add(intent(row)));
                    return found;
                });
    }

    /** Its provider says nothing more of it. */
    Uni<Void> closed(SqlClient client, UUID id, Instant now) {
        return client.preparedQuery("UPDATE payment_intent SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL")
                .execute(Tuple.of(id, utc(now)))
                .replaceWithVoid();
    }

    /** What was signed and not believed; once, however often it is sent. */
    Uni<Void> noteRefused(SqlConnection tx, Callback callback, String why, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO payment_callback_refused
                               (id, provider, event_id, intent_id, kind, amount_fen, currency, why, received_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING""")
                .execute(Tuple.tuple()
                        .addUUID(Ids.next())
                        .addString(callback.provider())
                        .addString(callback.eventId())
                        .addUUID(callback.intentId())
                        .addString(callback.kind())
                        .addLong(callback.amountFen())
                        .addString(callback.currency())
                        .addString(why)
                        .addOffsetDateTime(utc(now)))
                .replaceWithVoid();
    }

    private static Optional<PaymentIntent> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(intent(rows.iterator().next()));
    }

    static PaymentIntent intent(Row row) {
        return new PaymentIntent(
                row.getUUID("id"),
                row.getUUID("subject"),
                row.getString("provider"),
                row.getLong("amount_fen"),
                row.getString("state"),
                row.getOffsetDateTime("created_at").toInstant(),
                Rows.instant(row, "captured_at"),
                row.getLong("refunded_fen"),
                row.getLong("refunding_fen"),
                Rows.instant(row, "asked_at"),
                row.getString("pay_link"),
                row.getString("transfer_code"));
    }

    static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
