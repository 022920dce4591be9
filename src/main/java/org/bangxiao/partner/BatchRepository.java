package org.bangxiao.partner;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The partners' batches as they are taken in. */
@ApplicationScoped
class BatchRepository {
    /** How far a batch has come. */
    record Progress(UUID id, boolean done, long doneBytes, String sha256, int rows) {}

    /** A row that was not accepted. */
    record Refused(int row, @Nullable String externalId, String status, String code) {}

    /** One stretch of rows, counted. */
    record Chunk(
            UUID batchId,
            int firstRow,
            int lastRow,
            @Nullable Long txId,
            int accepted,
            long grossFen,
            List<Refused> refused,
            long doneBytes,
            String sha256) {
        int count(String status) {
            return (int)
                    refused.stream().filter(row -> row.status().equals(status)).count();
        }
    }

    /** Nobody else takes in this report while we hold the connection; false where somebody does. */
    Uni<Boolean> tryLock(SqlConnection connection, String name) {
        return connection
                .preparedQuery("SELECT pg_try_advisory_lock(hashtextextended($1, 11))")
                .execute(Tuple.of(name))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Uni<Void> unlock(SqlConnection connection, String name) {
        return connection
                .preparedQuery("SELECT pg_advisory_unlock(hashtextextended($1, 11))")
                .execute(Tuple.of(name))
                .replaceWithVoid();
    }

    /** The batch under this reference, begun where there is none. */
    Uni<Progress> begin(SqlConnection tx, UUID id, UUID partner, String reference, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO partner_batch (id, partner_id, reference, sha256, received_at) VALUES ($1, $2, $3, '', $4)
                        ON CONFLICT ON CONSTRAINT partner_batch_reference_used DO NOTHING""")
                .execute(Tuple.of(id, partner, reference, now.atOffset(ZoneOffset.UTC)))
                .chain(() -> tx.preparedQuery("""
                                SELECT id, state, done_bytes, sha256, rows FROM partner_batch
                                 WHERE partner_id = $1 AND reference = $2""").execute(Tuple.of(partner, reference)))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Progress(
                            row.getUUID("id"),
                            row.getString("state").equals("DONE"),
                            row.getLong("done_bytes"),
                            HexFormat.of().formatHex(row.getBuffer("sha256").getBytes()),
                            row.getInteger("rows"));
                });
    }

    Uni<Void> keep(SqlConnection tx, Chunk chunk) {
        return tx.preparedQuery("""
                        UPDATE partner_batch SET rows = $2, accepted = accepted + $3, duplicate = duplicate + $4,
                               conflict = conflict + $5, rejected = rejected + $6, held = held + $7, gross_fen = gross_fen + $8,
                               done_bytes = $9, sha256 = $10
                         WHERE id = $1 AND state = 'RECEIVING' AND rows = $11 - 1""")
                .execute(Tuple.tuple()
                        .addUUID(chunk.batchId())
                        .addInteger(chunk.lastRow())
                        .addInteger(chunk.accepted())
                        .addInteger(chunk.count("DUPLICATE"))
                        .addInteger(chunk.count("CONFLICT"))
                        .addInteger(chunk.count("REJECTED"))
                        .addInteger(chunk.count("HELD_CAPACITY"))
                        .addLong(chunk.grossFen())
                        .addLong(chunk.doneBytes())
                        .addValue(bytes(chunk.sha256()))
                        .addInteger(chunk.firstRow()))
                .invoke(updated -> {
                    if (updated.rowCount() != 1) {
                        throw new IllegalStateException("batch " + chunk.batchId() + " moved under our hands");
                    }
                })
                .chain(() -> tx.preparedQuery("""
                                INSERT INTO partner_batch_chunk (batch_id, first_row, last_row, tx_id) VALUES ($1, $2, $3, $4)""")
                        .execute(Tuple.of(chunk.batchId(), chunk.firstRow(), chunk.lastRow(), chunk.txId())))
                .chain(() -> chunk.refused().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : insert(tx, chunk.batchId(), chunk.refused()));
    }

    Uni<Void> finish(SqlConnection tx, UUID id, String sha256, Instant now) {
        return tx.preparedQuery("""
                        UPDATE partner_batch SET state = 'DONE', sha256 = $2, finished_at = $3
                         WHERE id = $1 AND state = 'RECEIVING'""")
                .execute(Tuple.of(id, bytes(sha256), OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** A batch in which nothing was recorded leaves no trace. */
    Uni<Void> forget(SqlConnection tx, UUID id) {
        return tx.preparedQuery("DELETE FROM partner_batch WHERE id = $1 AND rows = 0")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    private static Uni<Void> insert(SqlConnection tx, UUID batch, List<Refused> rows) {
        return tx.preparedQuery("""
                        INSERT INTO partner_batch_row (batch_id, row_no, external_id, status, code)
                        SELECT $1, r.no, left(r.external_id, 200), r.status, r.code
                          FROM unnest($2::int[], $3::text[], $4::text[], $5::text[]) AS r(no, external_id, status, code)""")
                .execute(Tuple.tuple()
                        .addUUID(batch)
                        .addValue(column(rows, Refused::row, Integer[]::new))
                        .addValue(column(rows, Refused::externalId, String[]::new))
                        .addValue(column(rows, Refused::status, String[]::new))
                        .addValue(column(rows, Refused::code, String[]::new)))
                .replaceWithVoid();
    }

    private static Buffer bytes(String hex) {
        return Buffer.buffer(HexFormat.of().parseHex(hex));
    }

    private static <T, V extends @Nullable Object> V[] column(
            List<T> rows, Function<T, V> value, IntFunction<V[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
