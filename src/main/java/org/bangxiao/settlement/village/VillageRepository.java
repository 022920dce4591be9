package org.bangxiao.settlement.village;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Villages' collectives with their money and accounts. */
@ApplicationScoped
class VillageRepository {
    private static final String VILLAGE = """
            SELECT w.id, w.village_code, coalesce(n.name, '') AS name, coalesce(b.posted, 0)::bigint AS due,
                   coalesce(p.pending, 0)::bigint AS pending, coalesce(p.paid, 0)::bigint AS paid, c.bank_code, c.bank_last4,
                   EXISTS (SELECT 1 FROM settlement_village_change x WHERE x.village_id = w.id AND x.state = 'ASKED') AS waits
              FROM household_village w
              LEFT JOIN LATERAL (SELECT min(h.village_name) AS name FROM household h WHERE h.village_code = w.village_code) n ON true
              LEFT JOIN ledger_account a ON a.kind = 'HOUSEHOLD' AND a.owner = w.id::text
              LEFT JOIN ledger_balance b ON b.account_id = a.id
              LEFT JOIN settlement_village_account c ON c.village_id = w.id
              LEFT JOIN LATERAL (SELECT sum(i.amount) FILTER (WHERE i.state = 'PENDING' AND k.reserve_tx IS NOT NULL) AS pending,
                                        sum(i.amount) FILTER (WHERE i.state = 'PAID') AS paid
                                   FROM settlement_payout_item i
                                   JOIN settlement_payout_chunk k ON k.batch_id = i.batch_id AND k.chunk_no = i.chunk_no
                                  WHERE i.village_id = w.id) p ON true
             WHERE\s""";

    /** An account that was asked for, its holder under the cipher. */
    record SealedChange(
            UUID id,
            Buffer holder,
            String bankCode,
            String bankLast4,
            String reason,
            String state,
            Instant askedAt,
            @Nullable Instant decidedAt,
            UUID askedPerson) {}

    Uni<List<Village>> page(SqlConnection connection, String prefix, String after, int limit) {
        return connection
                .preparedQuery(VILLAGE
                        + "starts_with(w.village_code, $1) AND w.village_code > $2 ORDER BY w.village_code LIMIT $3")
                .execute(Tuple.of(prefix, after, limit))
                .map(rows -> Rows.list(rows, VillageRepository::village));
    }

    Uni<Optional<Village>> find(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(VILLAGE + "w.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, VillageRepository::village));
    }

    Uni<List<SealedChange>> changes(SqlConnection connection, UUID village) {
        return connection
                .preparedQuery("""
                        SELECT id, holder_cipher, bank_code, bank_last4, reason, state, asked_at, decided_at, asked_person
                          FROM settlement_village_change WHERE village_id = $1 ORDER BY asked_at DESC LIMIT 50""")
                .execute(Tuple.of(village))
                .map(rows -> Rows.list(
                        rows,
                        row -> new SealedChange(
                                row.getUUID("id"),
                                row.getBuffer("holder_cipher").getDelegate(),
                                row.getString("bank_code"),
                                row.getString("bank_last4"),
                                row.getString("reason"),
                                row.getString("state"),
                                row.getOffsetDateTime("asked_at").toInstant(),
                                Rows.instant(row, "decided_at"),
                                row.getUUID("asked_person"))));
    }

    /** What left for the bank, the newest first; what was taken out before is no payment. */
    Uni<List<Village.Paid>> payments(SqlConnection connection, UUID village) {
        return connection
                .preparedQuery("""
                        SELECT b.number, i.amount, i.bank_last4, i.state, i.paid_at
                          FROM settlement_payout_item i JOIN settlement_payout b ON b.id = i.batch_id
                         WHERE i.village_id = $1 AND i.state <> 'REMOVED' ORDER BY b.number DESC LIMIT 50""")
                .execute(Tuple.of(village))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Village.Paid(
                                String.valueOf(row.getInteger("number")),
                                row.getLong("amount"),
                                row.getString("bank_last4"),
                                row.getString("state"),
                                Rows.instant(row, "paid_at"))));
    }

    Uni<Void> ask(
            SqlConnection connection,
            UUID id,
            UUID village,
            byte[] holder,
            String bankCode,
            byte[] account,
            String last4,
            String reason,
            Actor by,
            Instant now) {
        return connection
                .preparedQuery("""
                        INSERT INTO settlement_village_change (id, village_id, holder_cipher, bank_code, bank_cipher, bank_last4, reason,
                               asked_by, asked_person, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(village)
                        .addValue(Buffer.buffer(holder))
                        .addString(bankCode)
                        .addValue(Buffer.buffer(account))
                        .addString(last4)
                        .addString(reason)
                        .addUUID(by.accountId())
                        .addUUID(by.personId())
                        .addOffsetDateTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Whether a change of that village waits, held until the transaction ends; empty where there is none. */
    Uni<Optional<Boolean>> waits(SqlConnection connection, UUID village, UUID change) {
        return connection
                .preparedQuery(
                        "SELECT state FROM settlement_village_change WHERE id = $1 AND village_id = $2 FOR UPDATE")
                .execute(Tuple.of(change, village))
                .map(rows -> Rows.first(rows, row -> row.getString("state").equals("ASKED")));
    }

    Uni<Void> decide(SqlConnection connection, UUID change, boolean approved, Actor by, Instant now) {
        return connection
                .preparedQuery("""
                        UPDATE settlement_village_change SET state = $2, decided_by = $3, decided_person = $4, decided_at = $5
                         WHERE id = $1""")
                .execute(Tuple.of(
                        change,
                        approved ? "APPROVED" : "REFUSED",
                        by.accountId(),
                        by.personId(),
                        OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** The account holds from now on. */
    Uni<Void> apply(SqlConnection connection, UUID change) {
        return connection.preparedQuery("""
                INSERT INTO settlement_village_account (village_id, change_id, holder_cipher, bank_code, bank_cipher, bank_last4)
                SELECT village_id, id, holder_cipher, bank_code, bank_cipher, bank_last4 FROM settlement_village_change WHERE id = $1
                ON CONFLICT (village_id) DO UPDATE SET change_id = excluded.change_id, holder_cipher = excluded.holder_cipher,
                       bank_code = excluded.bank_code, bank_cipher = excluded.bank_cipher, bank_last4 = excluded.bank_last4
                """).execute(Tuple.of(change)).replaceWithVoid();
    }

    private static Village village(Row row) {
        return new Village(
                row.getUUID("id"),
                row.getString("village_code"),
                row.getString("name"),
                row.getLong("due"),
                row.getLong("pending"),
                row.getLong("paid"),
                row.getString("bank_code"),
                row.getString("bank_last4"),
                row.getBoolean("waits"));
    }
}
