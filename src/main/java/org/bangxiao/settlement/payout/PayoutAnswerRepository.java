package org.bangxiao.settlement.payout;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** What banks answered, and what of it is booked. */
@ApplicationScoped
class PayoutAnswerRepository {
    private static final String ANSWER =
            "SELECT id, file_name, state, rows, paid, failed, returned, known, taken_at FROM settlement_payout_result ";

    /** An item as the bank's answer meets it. */
    record Known(UUID id, long fen, String state) {}

    /** A row that is still to be booked. */
    record Due(int rowNo, UUID item, String outcome, long accountId, long fen) {}

    /** How many rows of which kind a file holds. */
    record Counts(int rows, int paid, int failed, int returned, int known) {}

    Uni<Optional<PayoutView.Answer>> bySha(SqlConnection connection, UUID batch, byte[] sha256) {
        return connection
                .preparedQuery(ANSWER + "WHERE batch_id = $1 AND sha256 = $2")
                .execute(Tuple.of(batch, Buffer.buffer(sha256)))
                .map(rows -> Rows.first(rows, row -> PayoutViewRepository.answer(row, true)));
    }

    Uni<Optional<PayoutView.Answer>> find(SqlConnection connection, UUID id, boolean replayed) {
        return connection
                .preparedQuery(ANSWER + "WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, row -> PayoutViewRepository.answer(row, replayed)));
    }

    Uni<Boolean> taking(SqlConnection connection, UUID batch) {
        return connection
                .preparedQuery("SELECT EXISTS (SELECT 1 FROM settlement_payout_result"
                        + " WHERE batch_id = $1 AND state = 'TAKING')")
                .execute(Tuple.of(batch))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Those of the named items that the batch has, by id. */
    Uni<Map<UUID, Known>> items(SqlConnection connection, UUID batch, Collection<UUID> ids) {
        return connection
                .preparedQuery("""
                        SELECT id, amount, state FROM settlement_payout_item
                         WHERE batch_id = $1 AND id = ANY ($2) AND state <> 'REMOVED'""")
                .execute(Tuple.of(batch).addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Known> found = new HashMap<>();
                    rows.forEach(row -> found.put(
                            row.getUUID("id"),
                            new Known(row.getUUID("id"), row.getLong("amount"), row.getString("state"))));
                    return found;
                });
    }

    Uni<Void> keep(
            SqlConnection connection,
            UUID id,
            UUID batch,
            byte[] sha256,
            String name,
            byte[] cipher,
            Counts counts,
            Actor by,
            Instant now) {
        return connection
                .preparedQuery("""
                        INSERT INTO settlement_payout_result (id, batch_id, sha256, file_name, content_cipher, rows, paid, failed,
                               returned, known, taken_by, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(batch)
                        .addValue(Buffer.buffer(sha256))
                        .addString(name)
                        .addValue(Buffer.buffer(cipher))
                        .addInteger(counts.rows())
                        .addInteger(counts.paid())
                        .addInteger(counts.failed())
                        .addInteger(counts.returned())
                        .addInteger(counts.known())
                        .addUUID(by.accountId())
                        .addOffsetDateTime(PayoutRepository.utc(now)))
                .replaceWithVoid();
    }

    Uni<Void> addRows(SqlConnection connection, UUID result, List<BankAnswer.Row> rows, int chunkSize) {
        return connection
                .preparedQuery("""
                        INSERT INTO settlement_payout_result_row (result_id, row_no, chunk_no, item_id, outcome, reason)
                        SELECT $1, line, (row_number() OVER (ORDER BY line) - 1) / $6::int, item, outcome, reason
                          FROM unnest($2::int[], $3::uuid[], $4::text[], $5::text[]) AS r(line, item, outcome, reason)""")
                .execute(Tuple.tuple()
                        .addUUID(result)
                        .addArrayOfInteger(
                                rows.stream().map(BankAnswer.Row::line).toArray(Integer[]::new))
                        .addArrayOfUUID(rows.stream().map(BankAnswer.Row::item).toArray(UUID[]::new))
                        .addArrayOfString(
                                rows.stream().map(BankAnswer.Row::outcome).toArray(String[]::new))
                        .addArrayOfString(
                                rows.stream().map(BankAnswer.Row::reason).toArray(String[]::new))
                        .addInteger(chunkSize))
                .replaceWithVoid();
    }

    /** The answers that a crash left half booked, with their batches. */
    Uni<List<UUID>> unfinished(SqlConnection connection) {
        return connection
                .query("SELECT id FROM settlement_payout_result WHERE state = 'TAKING' ORDER BY taken_at")
                .execute()
                .map(rows -> Rows.list(rows, row -> row.getUUID("id")));
    }

    Uni<Optional<UUID>> batchOf(SqlConnection connection, UUID result) {
        return connection
                .preparedQuery("SELECT batch_id FROM settlement_payout_result WHERE id = $1 AND state = 'TAKING'")
                .execute(Tuple.of(result))
                .map(rows -> Rows.first(rows, row -> row.getUUID("batch_id")));
    }

    /** The next stretch of the file that is not booked; null where none is left. */
    Uni<@Nullable Integer> nextChunk(SqlConnection connection, UUID result) {
        return connection
                .preparedQuery(
                        "SELECT min(chunk_no) AS chunk FROM settlement_payout_result_row WHERE result_id = $1 AND NOT"
                                + " done")
                .execute(Tuple.of(result))
                .map(rows -> rows.iterator().next().getInteger("chunk"));
    }

    /** Its rows with their items, which nobody else changes until the transaction ends. */
    Uni<List<Due>> due(SqlConnection connection, UUID result, int chunk) {
        return connection
                .preparedQuery("""
                        SELECT r.row_no, r.item_id, r.outcome, i.account_id, i.amount
                          FROM settlement_payout_result_row r JOIN settlement_payout_item i ON i.id = r.item_id
                         WHERE r.result_id = $1 AND r.chunk_no = $2 AND NOT r.done ORDER BY r.row_no FOR UPDATE OF r, i""")
                .execute(Tuple.of(result, chunk))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Due(
                                row.getInteger("row_no"),
                                row.getUUID("item_id"),
                                row.getString("outcome"),
                                row.getLong("account_id"),
                                row.getLong("amount"))));
    }

    /** Moves the stretch's items of one outcome on; an item that is not where it was expected stops the whole stretch. */
    Uni<Integer> settle(SqlConnection connection, UUID result, int chunk, String outcome, long tx, Instant now) {
        return connection
                .preparedQuery("""
                        UPDATE settlement_payout_item i SET state = $3, reason = r.reason,
                               confirm_tx = CASE WHEN $3 = 'PAID' THEN $4::bigint ELSE i.confirm_tx END,
                               paid_at = CASE WHEN $3 = 'PAID' THEN $5::timestamptz ELSE i.paid_at END,
                               release_tx = CASE WHEN $3 = 'PAID' THEN i.release_tx ELSE $4::bigint END
                          FROM settlement_payout_result_row r
                         WHERE r.result_id = $1 AND r.chunk_no = $2 AND r.outcome = $3 AND NOT r.done AND i.id = r.item_id
                           AND i.state = CASE WHEN $3 = 'RETURNED' THEN 'PAID' ELSE 'PENDING' END""")
                .execute(Tuple.of(result, chunk, outcome, tx, PayoutRepository.utc(now)))
                .map(rows -> rows.rowCount());
    }

    Uni<Void> done(SqlConnection connection, UUID result, int chunk) {
        return connection
                .preparedQuery(
                        "UPDATE settlement_payout_result_row SET done = true WHERE result_id = $1 AND chunk_no = $2")
                .execute(Tuple.of(result, chunk))
                .replaceWithVoid();
    }

    Uni<Void> finish(SqlConnection connection, UUID result, Instant now) {
        return connection
                .preparedQuery("UPDATE settlement_payout_result SET state = 'DONE', done_at = $2"
                        + " WHERE id = $1 AND state = 'TAKING'")
                .execute(Tuple.of(result, PayoutRepository.utc(now)))
                .replaceWithVoid();
    }
}
