package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
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
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Statements of the bank and the money in them. */
@ApplicationScoped
class TransferRepository {
    private static final String COLUMNS = """
            SELECT t.id, t.bank_ref, t.booked_on, t.amount_fen, t.payer_masked, t.code, t.intent_id,
                   coalesce(i.amount_fen, 0) AS due_fen, t.state, t.why, t.return_fen, t.taken_at
              FROM payment_transfer t LEFT JOIN payment_intent i ON i.id = t.intent_id\s""";

    /** A statement as it lies here. */
    record Kept(Transfer.Statement statement, Buffer cipher) {}

    /** A line that is about to become a transfer. */
    record Incoming(
            UUID id,
            StatementRow row,
            Buffer payerCipher,
            @Nullable UUID intentId,
            String why) {}

    /** The statement with these bytes; a new one where there was none. */
    Uni<UUID> keep(SqlConnection tx, UUID id, byte[] sha256, String name, byte[] cipher, UUID by, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO payment_statement (id, sha256, file_name, content_cipher, uploaded_by, uploaded_at)
                        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (sha256) DO NOTHING""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addValue(Buffer.buffer(sha256).getDelegate())
                        .addString(name)
                        .addValue(Buffer.buffer(cipher).getDelegate())
                        .addUUID(by)
                        .addOffsetDateTime(PaymentRepository.utc(now)))
                .chain(() -> tx.preparedQuery("SELECT id FROM payment_statement WHERE sha256 = $1")
                        .execute(Tuple.of(Buffer.buffer(sha256).getDelegate())))
                .map(rows -> rows.iterator().next().getUUID("id"));
    }

    Uni<Optional<Kept>> statement(SqlConnection tx, UUID id) {
        return tx.preparedQuery("SELECT id, file_name, uploaded_at, taken_at, content_cipher FROM payment_statement"
                        + " WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(new Kept(
                                statement(rows.iterator().next()),
                                Buffer.buffer(rows.iterator()
                                        .next()
                                        .getBuffer("content_cipher")
                                        .getBytes()))));
    }

    Uni<List<Transfer.Statement>> statements(SqlClient client, int limit) {
        return client.preparedQuery("SELECT id, file_name, uploaded_at, taken_at FROM payment_statement"
                        + " ORDER BY uploaded_at DESC LIMIT $1")
                .execute(Tuple.of(limit))
                .map(rows -> {
                    List<Transfer.Statement> found = new ArrayList<>();
                    rows.forEach(row -> found.add(statement(row)));
                    return found;
                });
    }

    Uni<Void> taken(SqlConnection tx, UUID statement, UUID by, Instant now) {
        return tx.preparedQuery("UPDATE payment_statement SET taken_by = $2, taken_at = $3"
                        + " WHERE id = $1 AND taken_at IS NULL")
                .execute(Tuple.of(statement, by, PaymentRepository.utc(now)))
                .replaceWithVoid();
    }

    /** What is noted under these numbers of the bank: the amounts. */
    Uni<Map<String, Long>> known(SqlClient client, Collection<String> bankRefs) {
        return client.preparedQuery("SELECT bank_ref, amount_fen FROM payment_transfer WHERE bank_ref = ANY ($1)")
                .execute(Tuple.tuple().addArrayOfString(bankRefs.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Long> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getString(0), row.getLong(1)));
                    return found;
                });
    }

    /** The payments that these codes stand for. */
    Uni<Map<String, PaymentIntent>> coded(SqlClient client, Collection<String> codes) {
        return client.preparedQuery(PaymentRepository.COLUMNS + " WHERE transfer_code = ANY ($1)")
                .execute(Tuple.tuple().addArrayOfString(codes.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, PaymentIntent> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getString("transfer_code"), PaymentRepository.intent(row)));
                    return found;
                });
    }

    /** What the bank's number was noted under before is left as it is. */
    Uni<Void> insert(SqlConnection tx, UUID statement, List<Incoming> incoming, Instant now) {
        List<Tuple> rows = incoming.stream()
                .map(one -> Tuple.tuple()
                        .addUUID(one.id())
                        .addUUID(statement)
                        .addInteger(one.row().number())
                        .addString(one.row().bankRef())
                        .addLocalDate(one.row().bookedOn())
                        .addLong(one.row().amountFen())
                        .addValue(one.payerCipher().getDelegate())
                        .addString(one.row().payerMasked())
                        .addString(one.row().code().orElse(null))
                        .addUUID(one.intentId())
                        .addString(one.why())
                        .addOffsetDateTime(PaymentRepository.utc(now)))
                .toList();
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery("""
                        INSERT INTO payment_transfer (id, statement_id, line_no, bank_ref, booked_on, amount_fen, payer_cipher,
                                                      payer_masked, code, intent_id, state, why, taken_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'WAITING', $11, $12)
                        ON CONFLICT (bank_ref) DO NOTHING""").executeBatch(rows).replaceWithVoid();
    }

    /** Transfers that fit exactly and are not used yet, or were used without their payment knowing. */
    Uni<List<Transfer>> unfinished(SqlClient client) {
        return client.preparedQuery(COLUMNS + "WHERE i.state IN ('PENDING', 'FAILED', 'CANCELLED')"
                        + " AND (t.state = 'WAITING' AND t.why = 'EXACT' OR t.settles) ORDER BY t.id")
                .execute()
                .map(TransferRepository::all);
    }

    Uni<Optional<Transfer>> find(SqlClient client, UUID id) {
        return client.preparedQuery(COLUMNS + "WHERE t.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> all(rows).stream().findFirst());
    }

    Uni<Optional<Transfer>> lock(SqlConnection tx, UUID id) {
        return tx.preparedQuery(COLUMNS + "WHERE t.id = $1 FOR UPDATE OF t")
                .execute(Tuple.of(id))
                .map(rows -> all(rows).stream().findFirst());
    }

    Uni<Optional<byte[]>> payer(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT payer_cipher FROM payment_transfer WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getBuffer(0).getBytes()));
    }

    /** What other transfers have brought towards the payment already. */
    Uni<Long> parts(SqlConnection tx, UUID intent) {
        return tx.preparedQuery("SELECT coalesce(sum(amount_fen), 0)::bigint FROM payment_transfer"
                        + " WHERE intent_id = $1 AND state = 'PART'")
                .execute(Tuple.of(intent))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    Uni<Void> part(SqlConnection tx, UUID id, UUID intent) {
        return tx.preparedQuery(
                        "UPDATE payment_transfer SET intent_id = $2, state = 'PART', why = 'SHORT' WHERE id = $1")
                .execute(Tuple.of(id, intent))
                .replaceWithVoid();
    }

    /** The payment is complete with this one and its parts; what is over goes back. */
    Uni<Void> settles(SqlConnection tx, UUID id, UUID intent, long overFen) {
        return tx.preparedQuery("UPDATE payment_transfer SET state = 'PAID' WHERE intent_id = $1 AND state = 'PART'")
                .execute(Tuple.of(intent))
                .chain(() -> tx.preparedQuery(
                                "UPDATE payment_transfer SET intent_id = $2, settles = true, return_fen = $3::bigint,"
                                        + " state = CASE WHEN $3::bigint > 0 THEN 'RETURNING' ELSE 'PAID' END WHERE id = $1")
                        .execute(Tuple.of(id, intent, overFen)))
                .replaceWithVoid();
    }

    /** Its payment was paid already. */
    Uni<Void> doubled(SqlConnection tx, UUID id) {
        return tx.preparedQuery("UPDATE payment_transfer SET why = 'DOUBLE' WHERE id = $1 AND state = 'WAITING'")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    Uni<Void> returning(SqlConnection tx, UUID id, long fen) {
        return tx.preparedQuery("UPDATE payment_transfer SET state = 'RETURNING', return_fen = $2 WHERE id = $1")
                .execute(Tuple.of(id, fen))
                .replaceWithVoid();
    }

    Uni<Void> returned(SqlConnection tx, UUID id) {
        return tx.preparedQuery("UPDATE payment_transfer SET state = 'RETURNED' WHERE id = $1 AND state = 'RETURNING'")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** It waits for another decision: only what no payment uses. */
    Uni<Void> waitsAgain(SqlConnection tx, UUID id) {
        return tx.preparedQuery(
                        "UPDATE payment_transfer SET state = 'WAITING', return_fen = 0 WHERE id = $1 AND NOT settles")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** Those that wait for a decision, oldest first. */
    Uni<Page<Transfer>> open(SqlClient client, @Nullable UUID after, int limit) {
        return client.preparedQuery(COLUMNS + """
                        WHERE t.state IN ('WAITING', 'PART') AND ($1::uuid IS NULL OR t.id > $1) ORDER BY t.id LIMIT $2""")
                .execute(Tuple.of(after, limit + 1))
                .map(rows -> {
                    List<Transfer> found = all(rows);
                    return found.size() > limit
                            ? new Page<>(
                                    found.subList(0, limit),
                                    found.get(limit - 1).id().toString(),
                                    -1)
                            : new Page<>(found, null, -1);
                });
    }

    private static List<Transfer> all(RowSet<Row> rows) {
        List<Transfer> found = new ArrayList<>();
        rows.forEach(row -> found.add(new Transfer(
                row.getUUID("id"),
                row.getString("bank_ref"),
                row.getLocalDate("booked_on"),
                row.getLong("amount_fen"),
                row.getString("payer_masked"),
                row.getString("code"),
                row.getUUID("intent_id"),
                row.getLong("due_fen"),
                row.getString("state"),
                row.getString("why"),
                row.getLong("return_fen"),
                row.getOffsetDateTime("taken_at").toInstant())));
        return found;
    }

    private static Transfer.Statement statement(Row row) {
        return new Transfer.Statement(
                row.getUUID("id"),
                row.getString("file_name"),
                row.getOffsetDateTime("uploaded_at").toInstant(),
                Rows.instant(row, "taken_at"));
    }
}
