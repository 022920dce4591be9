package org.bangxiao.household;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;

/** The accounts of households and how they changed. */
@ApplicationScoped
class BankChangeRepository {
    private static final String COLUMNS = """
            SELECT c.id, c.household_id, h.number, h.head_masked, h.village_name, c.before_code, c.before_last4, c.bank_code,
                   c.bank_last4, c.reason, c.state, c.asked_at, c.valid_from, c.asked_person
              FROM household_bank_change c JOIN household h ON h.id = c.household_id\s""";

    /** What a change is about, and whether it waits for a decision. */
    record Open(UUID household, String villageCode, boolean waits) {}

    Uni<Optional<String>> villageOf(SqlConnection connection, UUID household) {
        return connection
                .preparedQuery("SELECT village_code FROM household WHERE id = $1")
                .execute(Tuple.of(household))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    Uni<Void> ask(
            SqlConnection connection,
            UUID id,
            UUID household,
            BankChange.Draft draft,
            Buffer cipher,
            Actor by,
            Instant now) {
        String account = draft.bankAccount();
        return connection
                .preparedQuery("""
                        INSERT INTO household_bank_change (id, household_id, bank_code, bank_cipher, bank_last4, reason, asked_by,
                               asked_person, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(household)
                        .addString(draft.bankCode())
                        .addValue(cipher)
                        .addString(account.substring(account.length() - 4))
                        .addString(draft.reason().strip())
                        .addUUID(by.accountId())
                        .addUUID(by.personId())
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** A change of that household, held until the transaction ends. */
    Uni<Optional<Open>> open(SqlConnection connection, UUID household, UUID id) {
        return connection.preparedQuery("""
                SELECT c.household_id, h.village_code, c.state FROM household_bank_change c
                  JOIN household h ON h.id = c.household_id WHERE c.id = $1 AND h.id = $2 FOR UPDATE OF c
                """).execute(Tuple.of(id, household)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Open(
                    row.getUUID("household_id"),
                    row.getString("village_code"),
                    row.getString("state").equals("ASKED")));
        });
    }

    Uni<Void> decide(SqlConnection connection, UUID id, boolean approved, Actor by, Instant now, LocalDate today) {
        return connection
                .preparedQuery("""
                        UPDATE household_bank_change c SET state = CASE WHEN $2 THEN 'APPROVED' ELSE 'REFUSED' END,
                               decided_by = $3, decided_person = $4, decided_at = $5, valid_from = CASE WHEN $2 THEN $6::date END,
                               before_code = h.bank_code, before_cipher = h.bank_cipher, before_last4 = h.bank_last4
                          FROM household h WHERE c.id = $1 AND h.id = c.household_id""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addBoolean(approved)
                        .addUUID(by.accountId())
                        .addUUID(by.personId())
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                        .addLocalDate(today))
                .replaceWithVoid();
    }

    Uni<Void> apply(SqlConnection connection, UUID id) {
        return connection.preparedQuery("""
                UPDATE household h SET bank_code = c.bank_code, bank_cipher = c.bank_cipher, bank_last4 = c.bank_last4
                  FROM household_bank_change c WHERE c.id = $1 AND h.id = c.household_id""").execute(Tuple.of(id)).replaceWithVoid();
    }

    /** Those of one household, newest first. */
    Uni<List<BankChange>> of(SqlConnection connection, UUID household, UUID reader) {
        return connection
                .preparedQuery(COLUMNS + "WHERE c.household_id = $1 ORDER BY c.asked_at DESC")
                .execute(Tuple.of(household))
                .map(rows -> all(rows, reader));
    }

    /** Those of an area that wait, oldest first. */
    Uni<List<BankChange>> waiting(SqlConnection connection, String prefix, UUID reader, int limit) {
        return connection
                .preparedQuery(COLUMNS + """
                        WHERE c.state = 'ASKED' AND starts_with(h.village_code, $1) ORDER BY c.asked_at LIMIT $2""")
                .execute(Tuple.of(prefix, limit))
                .map(rows -> all(rows, reader));
    }

    private static List<BankChange> all(RowSet<Row> rows, UUID reader) {
        List<BankChange> found = new ArrayList<>();
        rows.forEach(row -> found.add(new BankChange(
                row.getUUID("id"),
                row.getUUID("household_id"),
                row.getLong("number"),
                row.getString("head_masked"),
                row.getString("village_name"),
                row.getString("before_code"),
                row.getString("before_last4"),
                row.getString("bank_code"),
                row.getString("bank_last4"),
                row.getString("reason"),
                row.getString("state"),
                row.getOffsetDateTime("asked_at").toInstant(),
                row.getLocalDate("valid_from"),
                row.getUUID("asked_person").equals(reader))));
        return found;
    }
}
