package org.bangxiao.settlement.payout;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** What pages and programs read of payouts. */
@ApplicationScoped
class PayoutViewRepository {
    private static final String BATCH = """
            SELECT b.*, a.display_name AS prepared_name, p.*
              FROM settlement_payout b LEFT JOIN identity_account a ON a.id = b.prepared_by
              LEFT JOIN LATERAL (SELECT
                     count(*) FILTER (WHERE i.state = 'PENDING')::int AS pending, count(*) FILTER (WHERE i.state = 'PAID')::int AS paid,
                     count(*) FILTER (WHERE i.state = 'FAILED')::int AS failed,
                     count(*) FILTER (WHERE i.state = 'RETURNED')::int AS returned,
                     count(*) FILTER (WHERE i.state = 'REMOVED')::int AS removed,
                     count(*) FILTER (WHERE i.village_id IS NOT NULL AND i.state <> 'REMOVED')::int AS villages,
                     coalesce(sum(amount) FILTER (WHERE i.village_id IS NOT NULL AND i.state <> 'REMOVED'), 0)::bigint AS village_fen,
                     coalesce(sum(amount) FILTER (WHERE i.state = 'PENDING'), 0)::bigint AS pending_fen,
                     coalesce(sum(amount) FILTER (WHERE i.state = 'PAID'), 0)::bigint AS paid_fen,
                     coalesce(sum(amount) FILTER (WHERE i.state IN ('FAILED', 'RETURNED')), 0)::bigint AS back_fen
                FROM settlement_payout_item i WHERE i.batch_id = b.id) p ON true\s""";

    Uni<Optional<PayoutView>> find(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(BATCH + "WHERE b.id = $1")
                .execute(Tuple.of(id))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : approvals(connection, id)
                                .map(found -> Optional.of(batch(rows.iterator().next(), found))));
    }

    /** Batches of areas that begin with these digits, newest first. */
    Uni<List<PayoutView>> list(SqlConnection connection, String digits, int before, int limit) {
        return connection
                .preparedQuery(
                        BATCH + "WHERE starts_with(b.area_code, $1) AND b.number < $2 ORDER BY b.number DESC LIMIT $3")
                .execute(Tuple.of(digits, before, limit))
                .map(rows -> Rows.list(rows, row -> batch(row, List.of())));
    }

    Uni<List<PayoutView.Item>> items(SqlConnection connection, UUID id, @Nullable String state, int after, int limit) {
        return connection
                .preparedQuery("""
                        SELECT i.id, i.item_no, i.household_id, h.number, h.head_masked, i.village_id, i.bank_last4, i.amount, i.state,
                               i.reason, i.paid_at, coalesce(h.village_name, (SELECT min(x.village_name) FROM household x
                                   WHERE x.village_code = w.village_code), '') AS village_name
                          FROM settlement_payout_item i LEFT JOIN household h ON h.id = i.household_id
                          LEFT JOIN household_village w ON w.id = i.village_id
                         WHERE i.batch_id = $1 AND ($2::text IS NULL OR i.state = $2) AND i.item_no > $3 ORDER BY i.item_no LIMIT $4""")
                .execute(Tuple.of(id, state, after, limit))
                .map(rows -> Rows.list(
                        rows,
                        row -> new PayoutView.Item(
                                row.getUUID("id"),
                                row.getInteger("item_no"),
                                reference(row.getUUID("id")),
                                row.getUUID("household_id"),
                                row.getLong("number"),
                                row.getString("head_masked"),
                                row.getUUID("village_id"),
                                row.getString("village_name"),
                                row.getString("bank_last4"),
                                row.getLong("amount"),
                                row.getString("state"),
                                row.getString("reason"),
                                Rows.instant(row, "paid_at"))));
    }

    Uni<List<PayoutView.Answer>> answers(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("""
                        SELECT id, file_name, state, rows, paid, failed, returned, known, taken_at FROM settlement_payout_result
                         WHERE batch_id = $1 ORDER BY taken_at DESC LIMIT 20""")
                .execute(Tuple.of(id))
                .map(rows -> Rows.list(rows, row -> answer(row, false)));
    }

    /** What could be paid now, by bank; households and villages whose bank nobody knows under an empty code. */
    Uni<List<PayoutView.Due>> due(SqlConnection connection, String prefix) {
        return connection
                .preparedQuery("""
                        SELECT bank_code, sum(households)::int AS households, sum(fen)::bigint AS fen, sum(villages)::int AS villages,
                               sum(village_fen)::bigint AS village_fen FROM (
                            SELECT coalesce(h.bank_code, '') AS bank_code, count(*) AS households, sum(b.posted) AS fen, 0 AS villages,
                                   0 AS village_fen
                              FROM household h
                              JOIN ledger_account a ON a.kind = 'HOUSEHOLD' AND a.owner = h.id::text
                              JOIN ledger_balance b ON b.account_id = a.id AND b.posted > 0
                             WHERE starts_with(h.village_code, $1)
                               AND NOT EXISTS (SELECT 1 FROM settlement_payout_item i
                                                WHERE i.household_id = h.id AND i.state = 'PENDING')
                             GROUP BY 1
                             UNION ALL
                            SELECT coalesce(c.bank_code, ''), 0, 0, count(*), sum(b.posted)
                              FROM household_village w
                              JOIN ledger_account a ON a.kind = 'HOUSEHOLD' AND a.owner = w.id::text
                              JOIN ledger_balance b ON b.account_id = a.id AND b.posted > 0
                              LEFT JOIN settlement_village_account c ON c.village_id = w.id
                             WHERE starts_with(w.village_code, $1)
                               AND NOT EXISTS (SELECT 1 FROM settlement_payout_item i
                                                WHERE i.village_id = w.id AND i.state = 'PENDING')
                             GROUP BY 1) x
                         GROUP BY 1 ORDER BY 1""")
                .execute(Tuple.of(prefix))
                .map(rows -> Rows.list(
                        rows,
                        row -> new PayoutView.Due(
                                row.getString("bank_code"),
                                row.getInteger("households"),
                                row.getLong("fen"),
                                row.getInteger("villages"),
                                row.getLong("village_fen"))));
    }

    static PayoutView.Answer answer(Row row, boolean replayed) {
        return new PayoutView.Answer(
                row.getUUID("id"),
                row.getString("file_name"),
                row.getString("state"),
                row.getInteger("rows"),
                row.getInteger("paid"),
                row.getInteger("failed"),
                row.getInteger("returned"),
                row.getInteger("known"),
                Objects.requireNonNull(Rows.instant(row, "taken_at")),
                replayed);
    }

    /** What the bank knows an item by. */
    static String reference(UUID item) {
        return item.toString().replace("-", "");
    }

    private static Uni<List<PayoutView.Approval>> approvals(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("""
                        SELECT v.person_id, coalesce(a.display_name, '') AS name, v.approved_at
                          FROM settlement_payout_approval v LEFT JOIN identity_account a ON a.id = v.account_id
                         WHERE v.batch_id = $1 AND v.voided_at IS NULL ORDER BY v.approved_at""")
                .execute(Tuple.of(id))
                .map(rows -> Rows.list(
                        rows,
                        row -> new PayoutView.Approval(
                                row.getUUID("person_id"),
                                row.getString("name"),
                                row.getOffsetDateTime("approved_at").toInstant())));
    }

    private static PayoutView batch(Row row, List<PayoutView.Approval> approvals) {
        Instant approvedAt = Rows.instant(row, "approved_at");
        Duration valid = Payouts.APPROVAL_HOLDS;
        io.vertx.mutiny.core.buffer.Buffer file = row.getBuffer("file_sha256");
        int number = row.getInteger("number");
        return new PayoutView(
                row.getUUID("id"),
                number,
                PayoutBatch.reference(number),
                row.getString("area_code"),
                row.getString("bank_code"),
                row.getString("state"),
                row.getInteger("items"),
                row.getLong("total_fen"),
                row.getInteger("villages"),
                row.getLong("village_fen"),
                HexFormat.of().formatHex(row.getBuffer("content_digest").getBytes()),
                row.getInteger("approvals_needed"),
                approvals,
                row.getUUID("prepared_by"),
                Objects.requireNonNullElse(row.getString("prepared_name"), ""),
                Objects.requireNonNull(Rows.instant(row, "prepared_at")),
                approvedAt == null ? null : approvedAt.plus(valid),
                file == null ? null : HexFormat.of().formatHex(file.getBytes()),
                Rows.instant(row, "sent_at"),
                Rows.instant(row, "closed_at"),
                new PayoutView.Progress(
                        row.getInteger("pending"),
                        row.getInteger("paid"),
                        row.getInteger("failed"),
                        row.getInteger("returned"),
                        row.getInteger("removed"),
                        row.getLong("pending_fen"),
                        row.getLong("paid_fen"),
                        row.getLong("back_fen")));
    }
}
