package org.bangxiao.settlement.payout;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Lists that hang out in villages, what was said against them, and acknowledgements. */
@ApplicationScoped
class PayoutNoticeRepository {
    private static final String NOTICE = """
            SELECT b.id AS batch_id, b.number, b.state, v.village_code, v.village_name, v.n, v.fen, v.acknowledged, n.id, n.posted_on,
                   n.ends_on, coalesce(o.open, 0)::int AS open
              FROM settlement_payout b
              JOIN LATERAL (SELECT h.village_code, min(h.village_name) AS village_name, count(*)::int AS n,
                                   sum(i.amount)::bigint AS fen, count(k.item_id)::int AS acknowledged
                              FROM settlement_payout_item i JOIN household h ON h.id = i.household_id
                              LEFT JOIN settlement_payout_acknowledgement k ON k.item_id = i.id
                             WHERE i.batch_id = b.id AND i.state <> 'REMOVED' AND starts_with(h.village_code, $1)
                             GROUP BY h.village_code) v ON true
              LEFT JOIN settlement_payout_notice n ON n.batch_id = b.id AND n.village_code = v.village_code
              LEFT JOIN LATERAL (SELECT count(*) AS open FROM settlement_payout_objection x
                                  WHERE x.notice_id = n.id AND x.answered_at IS NULL) o ON true
             WHERE b.state IN ('RESERVED', 'APPROVED', 'SENT', 'CLOSED')\s""";

    /** An objection as it lies here. */
    record SealedObjection(
            UUID id,
            Buffer text,
            Instant enteredAt,
            @Nullable Buffer answer,
            @Nullable Instant answeredAt,
            UUID person) {}

    /** Where a thing of a village is, for the question who may touch it. */
    record Place(UUID batchId, String villageCode, String state) {}

    /** Whether somebody's objection to the batch is not answered yet. */
    Uni<Boolean> objected(SqlConnection connection, UUID batch) {
        return connection
                .preparedQuery("""
                        SELECT EXISTS (SELECT 1 FROM settlement_payout_objection o
                                         JOIN settlement_payout_notice n ON n.id = o.notice_id
                                        WHERE n.batch_id = $1 AND o.answered_at IS NULL)""")
                .execute(Tuple.of(batch))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The lists of villages that begin so, of batches before a number, newest first. */
    Uni<List<PayoutNotice>> list(SqlConnection connection, String prefix, int before, String afterVillage, int limit) {
        return connection
                .preparedQuery(NOTICE + """
                        AND (b.number < $2 OR b.number = $2 AND v.village_code > $3)
                        ORDER BY b.number DESC, v.village_code LIMIT $4""")
                .execute(Tuple.of(prefix, before, afterVillage, limit))
                .map(rows -> Rows.list(rows, PayoutNoticeRepository::notice));
    }

    Uni<Optional<PayoutNotice>> find(SqlConnection connection, UUID batch, String village) {
        return connection
                .preparedQuery(NOTICE + "AND b.id = $2 AND v.village_code = $1")
                .execute(Tuple.of(village, batch))
                .map(rows -> Rows.first(rows, PayoutNoticeRepository::notice));
    }

    Uni<List<PayoutNotice.Line>> lines(SqlConnection connection, UUID batch, String village) {
        return connection
                .preparedQuery("""
                        SELECT i.id, h.number, h.head_masked, i.amount, i.state, k.entered_at
                          FROM settlement_payout_item i JOIN household h ON h.id = i.household_id
                          LEFT JOIN settlement_payout_acknowledgement k ON k.item_id = i.id
                         WHERE i.batch_id = $1 AND h.village_code = $2 AND i.state <> 'REMOVED' ORDER BY i.item_no""")
                .execute(Tuple.of(batch, village))
                .map(rows -> Rows.list(
                        rows,
                        row -> new PayoutNotice.Line(
                                row.getUUID("id"),
                                row.getLong("number"),
                                row.getString("head_masked"),
                                row.getLong("amount"),
                                row.getString("state"),
                                Rows.instant(row, "entered_at"))));
    }

    Uni<List<SealedObjection>> objections(SqlConnection connection, UUID notice) {
        return connection
                .preparedQuery("""
                        SELECT id, text_cipher, entered_at, answer_cipher, answered_at, entered_person
                          FROM settlement_payout_objection WHERE notice_id = $1 ORDER BY entered_at""")
                .execute(Tuple.of(notice))
                .map(rows -> Rows.list(rows, row -> {
                    io.vertx.mutiny.core.buffer.Buffer answer = row.getBuffer("answer_cipher");
                    return new SealedObjection(
                            row.getUUID("id"),
                            row.getBuffer("text_cipher").getDelegate(),
                            row.getOffsetDateTime("entered_at").toInstant(),
                            answer == null ? null : answer.getDelegate(),
                            Rows.instant(row, "answered_at"),
                            row.getUUID("entered_person"));
                }));
    }

    Uni<Void> post(
            SqlConnection connection,
            UUID id,
            UUID batch,
            String village,
            LocalDate today,
            LocalDate ends,
            Actor by,
            Instant now) {
        return connection
                .preparedQuery("""
                        INSERT INTO settlement_payout_notice (id, batch_id, village_code, posted_on, ends_on, posted_by, posted_person,
                               posted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(batch)
                        .addString(village)
                        .addLocalDate(today)
                        .addLocalDate(ends)
                        .addUUID(by.accountId())
                        .addUUID(by.personId())
                        .addOffsetDateTime(PayoutRepository.utc(now)))
                .replaceWithVoid();
    }

    Uni<Void> object(SqlConnection connection, UUID id, UUID notice, byte[] text, Actor by, Instant now) {
        return connection
                .preparedQuery("""
                        INSERT INTO settlement_payout_objection (id, notice_id, text_cipher, entered_by, entered_person, entered_at)
                        VALUES ($1, $2, $3, $4, $5, $6)""")
                .execute(Tuple.of(
                        id, notice, Buffer.buffer(text), by.accountId(), by.personId(), PayoutRepository.utc(now)))
                .replaceWithVoid();
    }

    /** Where an objection belongs; its state is OPEN or ANSWERED. Held until the transaction ends. */
    Uni<Optional<Place>> objection(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("""
                        SELECT n.batch_id, n.village_code, CASE WHEN o.answered_at IS NULL THEN 'OPEN' ELSE 'ANSWERED' END AS state
                          FROM settlement_payout_objection o JOIN settlement_payout_notice n ON n.id = o.notice_id
                         WHERE o.id = $1 FOR UPDATE OF o""")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, PayoutNoticeRepository::place));
    }

    Uni<Void> answer(SqlConnection connection, UUID id, byte[] text, Actor by, Instant now) {
        return connection
                .preparedQuery("""
                        UPDATE settlement_payout_objection SET answer_cipher = $2, answered_by = $3, answered_person = $4, answered_at = $5
                         WHERE id = $1""")
                .execute(Tuple.of(id, Buffer.buffer(text), by.accountId(), by.personId(), PayoutRepository.utc(now)))
                .replaceWithVoid();
    }

    /** Where an item belongs, with its state. */
    Uni<Optional<Place>> item(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("""
                        SELECT i.batch_id, h.village_code, i.state
                          FROM settlement_payout_item i JOIN household h ON h.id = i.household_id WHERE i.id = $1 FOR SHARE OF i""")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, PayoutNoticeRepository::place));
    }

    /** False where it was acknowledged before: the first stays. */
    Uni<Boolean> acknowledge(SqlConnection connection, UUID item, String how, String who, Actor by, Instant now) {
        return connection
                .preparedQuery("""
                        INSERT INTO settlement_payout_acknowledgement (item_id, how, who, entered_by, entered_person, entered_at)
                        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING""")
                .execute(Tuple.of(item, how, who, by.accountId(), by.personId(), PayoutRepository.utc(now)))
                .map(rows -> rows.rowCount() == 1);
    }

    private static Place place(Row row) {
        return new Place(row.getUUID("batch_id"), row.getString("village_code"), row.getString("state"));
    }

    private static PayoutNotice notice(Row row) {
        return new PayoutNotice(
                row.getUUID("id"),
                row.getUUID("batch_id"),
                row.getInteger("number"),
                row.getString("state"),
                row.getString("village_code"),
                row.getString("village_name"),
                row.getInteger("n"),
                row.getLong("fen"),
                row.getLocalDate("posted_on"),
                row.getLocalDate("ends_on"),
                row.getInteger("open"),
                row.getInteger("acknowledged"),
                List.of(),
                List.of());
    }
}
