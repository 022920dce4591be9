package org.bangxiao.partner;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.partner.BatchReport.RowAnswer;
import org.bangxiao.sale.Verdict;
import org.jspecify.annotations.Nullable;

/** Reads batches back, and keeps what suppliers confirmed. */
@ApplicationScoped
class BatchReadingRepository {
    private static final String COLUMNS = """
            SELECT id, partner_id, reference, state, rows, accepted, duplicate, conflict, rejected, held, gross_fen,
                   received_at, finished_at FROM partner_batch b
            """;

    /** A stretch of rows and the ledger transaction of those accepted. */
    record Stretch(int firstRow, int lastRow, @Nullable Long txId) {}

    Uni<Optional<BatchReport>> find(SqlConnection connection, UUID partner, UUID id) {
        return connection
                .preparedQuery(COLUMNS + " WHERE partner_id = $1 AND id = $2")
                .execute(Tuple.of(partner, id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(report(rows.iterator().next())));
    }

    /** Newest first; {@code before} is the id of the last one seen. */
    Uni<List<BatchReport>> page(SqlConnection connection, UUID partner, @Nullable UUID before, int limit) {
        return connection
                .preparedQuery(COLUMNS + " " + """
                        WHERE partner_id = $1 AND ($2::uuid IS NULL OR (received_at, id) <
                              (SELECT l.received_at, l.id FROM partner_batch l WHERE l.id = $2 AND l.partner_id = $1))
                        ORDER BY received_at DESC, id DESC LIMIT $3""")
                .execute(Tuple.of(partner, before, limit))
                .map(rows -> {
                    List<BatchReport> page = new ArrayList<>();
                    rows.forEach(row -> page.add(report(row)));
                    return page;
                });
    }

    /** The batches that these ledger transactions belong to, by transaction. */
    Uni<Map<Long, BatchReport>> ofTransactions(SqlConnection connection, Collection<Long> txIds) {
        return connection
                .preparedQuery("""
                        SELECT c.tx_id, b.* FROM partner_batch_chunk c JOIN partner_batch b ON b.id = c.batch_id
                         WHERE c.tx_id = ANY ($1) AND b.state = 'DONE'""")
                .execute(Tuple.of(txIds.toArray(Long[]::new)))
                .map(rows -> {
                    Map<Long, BatchReport> batches = new HashMap<>();
                    rows.forEach(row -> batches.put(row.getLong("tx_id"), report(row)));
                    return batches;
                });
    }

    /** The stretch that holds the row after this one; empty at the end. */
    Uni<Optional<Stretch>> stretchAfter(SqlConnection connection, UUID batch, int row) {
        return connection.preparedQuery("""
                        SELECT first_row, last_row, tx_id FROM partner_batch_chunk
                         WHERE batch_id = $1 AND last_row > $2 ORDER BY first_row LIMIT 1""").execute(Tuple.of(batch, row)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row found = rows.iterator().next();
            return Optional.of(
                    new Stretch(found.getInteger("first_row"), found.getInteger("last_row"), found.getLong("tx_id")));
        });
    }

    Uni<List<Long>> transactions(SqlConnection connection, UUID batch) {
        return connection
                .preparedQuery("SELECT tx_id FROM partner_batch_chunk WHERE batch_id = $1 AND tx_id IS NOT NULL")
                .execute(Tuple.of(batch))
                .map(rows -> {
                    List<Long> ids = new ArrayList<>();
                    rows.forEach(row -> ids.add(row.getLong("tx_id")));
                    return ids;
                });
    }

    Uni<Integer> refusedUpTo(SqlConnection connection, UUID batch, int firstRow, int row) {
        return connection
                .preparedQuery(
                        "SELECT count(*)::int FROM partner_batch_row WHERE batch_id = $1 AND row_no BETWEEN $2 AND $3")
                .execute(Tuple.of(batch, firstRow, row))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Rows that were not accepted, behind this one. */
    Uni<List<RowAnswer>> refused(SqlConnection connection, UUID batch, int after, int upTo, int limit) {
        return connection
                .preparedQuery("""
                        SELECT row_no, external_id, status, code FROM partner_batch_row
                         WHERE batch_id = $1 AND row_no > $2 AND row_no <= $3 ORDER BY row_no LIMIT $4""")
                .execute(Tuple.of(batch, after, upTo, limit))
                .map(rows -> {
                    List<RowAnswer> answers = new ArrayList<>();
                    rows.forEach(row -> answers.add(new RowAnswer(
                            row.getInteger("row_no"),
                            row.getString("external_id"),
                            Verdict.Outcome.valueOf(row.getString("status")),
                            row.getString("code"),
                            null)));
                    return answers;
                });
    }

    Uni<Void> confirm(
            SqlConnection tx,
            UUID batch,
            UUID organisation,
            UUID account,
            Instant now,
            long sales,
            long movedFen,
            @Nullable Long txId) {
        return tx.preparedQuery("""
                        INSERT INTO partner_confirmation (batch_id, organisation_id, confirmed_by, confirmed_at, sales, moved_fen, tx_id)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)""")
                .execute(Tuple.tuple()
                        .addUUID(batch)
                        .addUUID(organisation)
                        .addUUID(account)
                        .addOffsetDateTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                        .addLong(sales)
                        .addLong(movedFen)
                        .addLong(txId))
                .replaceWithVoid();
    }

    private static BatchReport report(Row row) {
        OffsetDateTime finished = row.getOffsetDateTime("finished_at");
        return new BatchReport(
                row.getUUID("id"),
                row.getUUID("partner_id"),
                row.getString("reference"),
                row.getString("state"),
                row.getInteger("rows"),
                row.getInteger("accepted"),
                row.getInteger("duplicate"),
                row.getInteger("conflict"),
                row.getInteger("rejected"),
                row.getInteger("held"),
                row.getLong("gross_fen"),
                row.getOffsetDateTime("received_at").toInstant(),
                finished == null ? null : finished.toInstant(),
                List.of(),
                null);
    }
}
