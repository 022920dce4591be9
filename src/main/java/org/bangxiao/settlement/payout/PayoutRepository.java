package org.bangxiao.settlement.payout;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Batches, their items, stretches and approvals. */
@ApplicationScoped
class PayoutRepository {
    private static final HexFormat HEX = HexFormat.of();
    private static final String BATCH = """
            SELECT id, number, area_code, bank_code, pack_version, state, items, total_fen, content_digest, approvals_needed,
                   prepared_person, approved_at, sent_at, file_sha256 FROM settlement_payout WHERE id = $1""";

    /** A stretch of items whose money is still to be set aside or to be given back. */
    record Chunk(int no, boolean reserved) {}

    /** One item's share of a posting. */
    record Amount(long accountId, long fen) {}

    /** A payment as it lies here: name and account under their ciphers. */
    record SealedPayment(int number, UUID item, UUID payee, Buffer head, Buffer bank, long fen) {}

    Uni<Void> open(
            SqlConnection connection,
            UUID id,
            String area,
            String bank,
            String packVersion,
            Actor preparedBy,
            Instant now) {
        return connection
                .preparedQuery("""
                        INSERT INTO settlement_payout (id, area_code, bank_code, pack_version, state, items, total_fen, content_digest,
                               approvals_needed, prepared_by, prepared_person, prepared_at)
                        VALUES ($1, $2, $3, $4, 'DRAFT', 0, 0, sha256(''), 1, $5, $6, $7)""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(area)
                        .addString(bank)
                        .addString(packVersion)
                        .addUUID(preparedBy.accountId())
                        .addUUID(preparedBy.personId())
                        .addOffsetDateTime(utc(now)))
                .replaceWithVoid();
    }

    /**
     * Takes in who has money at that bank and waits for no answer of it, by household number. Their accounts are held: a
     * change of the register comes before or after, never between.
     */
    Uni<Integer> addItems(SqlConnection connection, UUID id, String prefix, String bank, int most, int chunkSize) {
        return connection
                .preparedQuery("""
                        WITH h AS MATERIALIZED (
                            SELECT h.id, h.number, h.head_cipher, h.bank_cipher, h.bank_last4, b.account_id, b.posted
                              FROM household h
                              JOIN ledger_account a ON a.kind = 'HOUSEHOLD' AND a.owner = h.id::text
                              JOIN ledger_balance b ON b.account_id = a.id AND b.posted > 0
                             WHERE starts_with(h.village_code, $2) AND h.bank_code = $3
                               AND NOT EXISTS (SELECT 1 FROM settlement_payout_item i
                                                WHERE i.household_id = h.id AND i.state = 'PENDING')
                             ORDER BY h.number LIMIT $4 FOR SHARE OF h)
                        INSERT INTO settlement_payout_item (batch_id, item_no, chunk_no, household_id, account_id, amount, head_cipher,
                               bank_cipher, bank_last4)
                        SELECT $1, n, (n - 1) / $5::int, id, account_id, posted, head_cipher, bank_cipher, bank_last4
                          FROM (SELECT h.*, (row_number() OVER (ORDER BY number))::int AS n FROM h) x""")
                .execute(Tuple.of(id, prefix, bank, most, chunkSize))
                .map(RowSet::rowCount);
    }

    /**
     * Takes in the collectives of villages that have money and an account at that bank, by the village's code, after so many
     * households. Their accounts are held as the households' are.
     */
    Uni<Integer> addVillages(
            SqlConnection connection, UUID id, String prefix, String bank, int households, int most, int chunkSize) {
        return connection
                .preparedQuery("""
                        WITH v AS MATERIALIZED (
                            SELECT w.id, w.village_code, c.holder_cipher, c.bank_cipher, c.bank_last4, b.account_id, b.posted
                              FROM settlement_village_account c
                              JOIN household_village w ON w.id = c.village_id
                              JOIN ledger_account a ON a.kind = 'HOUSEHOLD' AND a.owner = w.id::text
                              JOIN ledger_balance b ON b.account_id = a.id AND b.posted > 0
                             WHERE starts_with(w.village_code, $2) AND c.bank_code = $3
                               AND NOT EXISTS (SELECT 1 FROM settlement_payout_item i
                                                WHERE i.village_id = w.id AND i.state = 'PENDING')
                             ORDER BY w.village_code LIMIT $4 FOR SHARE OF c)
                        INSERT INTO settlement_payout_item (batch_id, item_no, chunk_no, village_id, account_id, amount, head_cipher,
                               bank_cipher, bank_last4)
                        SELECT $1, n, (n - 1) / $5::int, id, account_id, posted, holder_cipher, bank_cipher, bank_last4
                          FROM (SELECT v.*, $6::int + (row_number() OVER (ORDER BY village_code))::int AS n FROM v) x""")
                .execute(Tuple.of(id, prefix, bank, most - households, chunkSize, households))
                .map(RowSet::rowCount);
    }

    Uni<Void> addChunks(SqlConnection connection, UUID id) {
        return connection.preparedQuery("""
                INSERT INTO settlement_payout_chunk (batch_id, chunk_no)
                SELECT DISTINCT batch_id, chunk_no FROM settlement_payout_item WHERE batch_id = $1
                """).execute(Tuple.of(id)).replaceWithVoid();
    }

    /** Counts and hashes what the batch pays now; two people approve more than so many fen. Answers the sum. */
    Uni<Long> seal(SqlConnection connection, UUID id, long oneApproverUpToFen) {
        return connection
                .preparedQuery("""
                        UPDATE settlement_payout b SET items = s.n, total_fen = s.fen, content_digest = settlement_payout_digest(b.id),
                               approvals_needed = CASE WHEN s.fen > $2 THEN 2 ELSE 1 END
                          FROM (SELECT count(*)::int AS n, coalesce(sum(amount), 0)::bigint AS fen FROM settlement_payout_item
                                 WHERE batch_id = $1 AND state <> 'REMOVED') s
                         WHERE b.id = $1 RETURNING b.total_fen""")
                .execute(Tuple.of(id, oneApproverUpToFen))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    Uni<Optional<PayoutBatch>> find(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(BATCH)
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, PayoutRepository::batch));
    }

    /** The same, with nobody else changing it until the transaction ends. */
    Uni<Optional<PayoutBatch>> lock(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(BATCH + " FOR UPDATE")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, PayoutRepository::batch));
    }

    Uni<Void> state(SqlConnection connection, UUID id, String state) {
        return connection.preparedQuery("""
                UPDATE settlement_payout SET state = $2,
                       approved_at = CASE WHEN $2 IN ('APPROVED', 'SENT', 'CLOSED') THEN approved_at END,
                       approved_digest = CASE WHEN $2 IN ('APPROVED', 'SENT', 'CLOSED') THEN approved_digest END
                 WHERE id = $1""").execute(Tuple.of(id, state)).replaceWithVoid();
    }

    Uni<List<UUID>> unfinished(SqlConnection connection) {
        return connection
                .query("SELECT id FROM settlement_payout WHERE state IN ('RESERVING', 'CANCELLING') ORDER BY number")
                .execute()
                .map(rows -> Rows.list(rows, row -> row.getUUID("id")));
    }

    /** A stretch whose money is to be set aside, or with {@code back} to be given back, held until the transaction ends. */
    Uni<Optional<Chunk>> claim(SqlConnection connection, UUID id, boolean back) {
        return connection
                .preparedQuery("""
                        SELECT chunk_no, state FROM settlement_payout_chunk
                         WHERE batch_id = $1 AND (state = 'OPEN' OR $2 AND state = 'DONE')
                         ORDER BY chunk_no LIMIT 1 FOR UPDATE SKIP LOCKED""")
                .execute(Tuple.of(id, back))
                .map(rows -> Rows.first(
                        rows,
                        row -> new Chunk(
                                row.getInteger("chunk_no"),
                                row.getString("state").equals("DONE"))));
    }

    /** Whether a stretch is left in these states, worked on by others included. */
    Uni<Boolean> left(SqlConnection connection, UUID id, boolean back) {
        return connection
                .preparedQuery("""
                        SELECT EXISTS (SELECT 1 FROM settlement_payout_chunk
                                        WHERE batch_id = $1 AND (state = 'OPEN' OR $2 AND state = 'DONE'))""")
                .execute(Tuple.of(id, back))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Uni<List<Amount>> pending(SqlConnection connection, UUID id, int chunk) {
        return connection
                .preparedQuery("""
                        SELECT account_id, amount FROM settlement_payout_item
                         WHERE batch_id = $1 AND chunk_no = $2 AND state = 'PENDING' ORDER BY item_no FOR UPDATE""")
                .execute(Tuple.of(id, chunk))
                .map(rows -> Rows.list(rows, row -> new Amount(row.getLong("account_id"), row.getLong("amount"))));
    }

    Uni<Void> reserved(SqlConnection connection, UUID id, int chunk, @Nullable Long tx) {
        return connection
                .preparedQuery("UPDATE settlement_payout_chunk SET state = 'DONE', reserve_tx = $3"
                        + " WHERE batch_id = $1 AND chunk_no = $2")
                .execute(Tuple.of(id, chunk, tx))
                .replaceWithVoid();
    }

    /** The stretch's items are out of the batch; their money went back by this transaction where it had been set aside. */
    Uni<Void> released(SqlConnection connection, UUID id, int chunk, @Nullable Long tx) {
        return connection
                .preparedQuery("""
                        UPDATE settlement_payout_item SET state = 'REMOVED', release_tx = $3::bigint
                         WHERE batch_id = $1 AND chunk_no = $2 AND state = 'PENDING'""")
                .execute(Tuple.of(id, chunk, tx))
                .chain(() -> connection
                        .preparedQuery("UPDATE settlement_payout_chunk SET state = 'RELEASED'"
                                + " WHERE batch_id = $1 AND chunk_no = $2")
                        .execute(Tuple.of(id, chunk)))
                .replaceWithVoid();
    }

    /** A pending item of the batch, held until the transaction ends. */
    Uni<Optional<Amount>> item(SqlConnection connection, UUID id, UUID item) {
        return connection
                .preparedQuery("""
                        SELECT account_id, amount FROM settlement_payout_item
                         WHERE batch_id = $1 AND id = $2 AND state = 'PENDING' FOR UPDATE""")
                .execute(Tuple.of(id, item))
                .map(rows -> Rows.first(rows, row -> new Amount(row.getLong("account_id"), row.getLong("amount"))));
    }

    Uni<Void> remove(SqlConnection connection, UUID item, @Nullable Long tx) {
        return connection
                .preparedQuery("UPDATE settlement_payout_item SET state = 'REMOVED', release_tx = $2 WHERE id = $1")
                .execute(Tuple.of(item, tx))
                .replaceWithVoid();
    }

    Uni<Void> approve(SqlConnection connection, PayoutBatch batch, Actor by, Instant now) {
        return connection
                .preparedQuery("""
                        INSERT INTO settlement_payout_approval (batch_id, account_id, person_id, content_digest, approved_at)
                        VALUES ($1, $2, $3, $4, $5)""")
                .execute(Tuple.of(batch.id(), by.accountId(), by.personId(), bytes(batch.contentDigest()), utc(now)))
                .replaceWithVoid();
    }

    /** Approvals no longer hold: those given before an instant, or all of them. */
    Uni<Void> voidApprovals(SqlConnection connection, UUID id, @Nullable Instant before, Instant now) {
        return connection
                .preparedQuery("""
                        UPDATE settlement_payout_approval SET voided_at = $3
                         WHERE batch_id = $1 AND voided_at IS NULL AND ($2::timestamptz IS NULL OR approved_at < $2)""")
                .execute(Tuple.of(id, before == null ? null : utc(before), utc(now)))
                .replaceWithVoid();
    }

    /** The approvals that hold; the first of them says since when the day runs. */
    Uni<List<Instant>> approvals(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT approved_at FROM settlement_payout_approval"
                        + " WHERE batch_id = $1 AND voided_at IS NULL ORDER BY approved_at")
                .execute(Tuple.of(id))
                .map(rows -> Rows.list(
                        rows, row -> row.getOffsetDateTime("approved_at").toInstant()));
    }

    Uni<Void> approved(SqlConnection connection, UUID id, Instant since) {
        return connection.preparedQuery("""
                UPDATE settlement_payout SET state = 'APPROVED', approved_at = $2, approved_digest = content_digest
                 WHERE id = $1""").execute(Tuple.of(id, utc(since))).replaceWithVoid();
    }

    Uni<List<SealedPayment>> payments(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("""
                        SELECT item_no, id, coalesce(household_id, village_id) AS payee, head_cipher, bank_cipher, amount
                          FROM settlement_payout_item
                         WHERE batch_id = $1 AND state <> 'REMOVED' ORDER BY item_no""")
                .execute(Tuple.of(id))
                .map(rows -> Rows.list(
                        rows,
                        row -> new SealedPayment(
                                row.getInteger("item_no"),
                                row.getUUID("id"),
                                row.getUUID("payee"),
                                row.getBuffer("head_cipher").getDelegate(),
                                row.getBuffer("bank_cipher").getDelegate(),
                                row.getLong("amount"))));
    }

    /** The content as it stands there is hashed anew: sent is what was approved, or the database refuses. */
    Uni<Void> sent(SqlConnection connection, UUID id, byte[] fileSha256, Actor by, Instant now) {
        return connection
                .preparedQuery("""
                        UPDATE settlement_payout SET state = 'SENT', executed_digest = settlement_payout_digest(id), file_sha256 = $2,
                               sent_by = $3, sent_at = $4 WHERE id = $1""")
                .execute(Tuple.of(id, Buffer.buffer(fileSha256), by.accountId(), utc(now)))
                .replaceWithVoid();
    }

    /** Closed as soon as the bank has answered for everybody. */
    Uni<Void> closeAnswered(SqlConnection connection, UUID id, Instant now) {
        return connection.preparedQuery("""
                UPDATE settlement_payout b SET state = 'CLOSED', closed_at = $2 WHERE b.id = $1 AND b.state = 'SENT'
                   AND NOT EXISTS (SELECT 1 FROM settlement_payout_item i WHERE i.batch_id = b.id AND i.state = 'PENDING')
                """).execute(Tuple.of(id, utc(now))).replaceWithVoid();
    }

    private static PayoutBatch batch(Row row) {
        io.vertx.mutiny.core.buffer.Buffer file = row.getBuffer("file_sha256");
        return new PayoutBatch(
                row.getUUID("id"),
                row.getInteger("number"),
                row.getString("area_code"),
                row.getString("bank_code"),
                row.getString("pack_version"),
                row.getString("state"),
                row.getInteger("items"),
                row.getLong("total_fen"),
                HEX.formatHex(row.getBuffer("content_digest").getBytes()),
                row.getInteger("approvals_needed"),
                row.getUUID("prepared_person"),
                Rows.instant(row, "approved_at"),
                Rows.instant(row, "sent_at"),
                file == null ? null : HEX.formatHex(file.getBytes()));
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Buffer bytes(String hex) {
        return Buffer.buffer(HEX.parseHex(hex));
    }
}
