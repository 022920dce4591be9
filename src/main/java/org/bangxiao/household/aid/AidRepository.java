package org.bangxiao.household.aid;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
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

/** Grants, loans and donations, and what became of each. */
@ApplicationScoped
class AidRepository {
    /** More than a household has ever been given. */
    private static final int MOST_OF_A_HOUSEHOLD = 200;

    private static final String AID = """
            SELECT a.*, h.number AS household_number, h.head_masked, coalesce(v.step, d.step, 'ENTERED') AS state,
                   coalesce(v.reason, d.reason) AS reason, e.display_name AS entered_name, d.at AS decided_at,
                   m.display_name AS decided_name, v.at AS voided_at, n.display_name AS voided_name
              FROM household_aid a LEFT JOIN household h ON h.id = a.household_id
              LEFT JOIN household_aid_step d ON d.aid_id = a.id AND d.step <> 'VOIDED'
              LEFT JOIN household_aid_step v ON v.aid_id = a.id AND v.step = 'VOIDED'
              LEFT JOIN identity_account e ON e.id = a.entered_by LEFT JOIN identity_account m ON m.id = d.account_id
              LEFT JOIN identity_account n ON n.id = v.account_id
             WHERE\s""";

    /** A village by its code and name. */
    record Village(String code, String name) {}

    /** Where a household lives. */
    Uni<Optional<Village>> villageOf(SqlConnection connection, UUID household) {
        return village(connection, "id = $1", household);
    }

    /** A village of the register. */
    Uni<Optional<Village>> village(SqlConnection connection, String code) {
        return village(connection, "village_code = $1", code);
    }

    private static Uni<Optional<Village>> village(SqlConnection connection, String which, Object value) {
        return connection
                .preparedQuery("SELECT village_code, village_name FROM household WHERE " + which + " LIMIT 1")
                .execute(Tuple.of(value))
                .map(rows -> Rows.first(
                        rows, row -> new Village(row.getString("village_code"), row.getString("village_name"))));
    }

    Uni<Void> insert(
            SqlConnection connection, UUID id, AidDraft draft, Village village, Actor by, Instant now, boolean demo) {
        Aid.Kind kind = draft.kind();
        return connection
                .preparedQuery("""
                        INSERT INTO household_aid (id, village_code, village_name, household_id, kind, giver, goods, amount_fen,
                               received_on, entered_by, entered_person, entered_at, demo)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(village.code())
                        .addString(village.name())
                        .addUUID(draft.householdId())
                        .addString(kind == null ? null : kind.name())
                        .addString(draft.giver())
                        .addString(draft.goods())
                        .addLong(draft.amountFen())
                        .addLocalDate(draft.receivedOn())
                        .addUUID(by.accountId())
                        .addUUID(by.personId())
                        .addOffsetDateTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                        .addBoolean(demo))
                .replaceWithVoid();
    }

    Uni<Void> step(SqlConnection connection, UUID id, Aid.State step, @Nullable String reason, Actor by, Instant now) {
        return connection
                .preparedQuery("INSERT INTO household_aid_step (aid_id, step, reason, account_id, person_id, at)"
                        + " VALUES ($1, $2, $3, $4, $5, $6)")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(step.name())
                        .addString(reason)
                        .addUUID(by.accountId())
                        .addUUID(by.personId())
                        .addOffsetDateTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<Optional<Aid>> find(SqlClient client, UUID id) {
        return client.preparedQuery(AID + "a.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, AidRepository::aid));
    }

    /** Those of an area before a number, the newest first; of one state where one is named. */
    Uni<List<Aid>> list(SqlClient client, String area, Aid.@Nullable State state, long before, int limit) {
        return client.preparedQuery(AID + """
                        a.village_code LIKE $1 || '%' AND a.number < $2
                          AND ($3::text IS NULL OR coalesce(v.step, d.step, 'ENTERED') = $3)
                        ORDER BY a.number DESC LIMIT $4""")
                .execute(Tuple.of(area, before, state == null ? null : state.name(), limit))
                .map(rows -> Rows.list(rows, AidRepository::aid));
    }

    /** What reached a household and stands, the newest first. */
    Uni<List<AidReceived>> received(SqlConnection connection, UUID household) {
        return connection
                .preparedQuery("SELECT kind, giver, goods, amount_fen, received_on FROM household_aid_received"
                        + " WHERE household_id = $1 ORDER BY received_on DESC, number DESC LIMIT "
                        + MOST_OF_A_HOUSEHOLD)
                .execute(Tuple.of(household))
                .map(rows -> Rows.list(
                        rows,
                        row -> new AidReceived(
                                Aid.Kind.valueOf(row.getString("kind")),
                                row.getString("giver"),
                                row.getString("goods"),
                                row.getLong("amount_fen"),
                                row.getLocalDate("received_on"))));
    }

    private static Aid aid(Row row) {
        return new Aid(
                row.getUUID("id"),
                row.getLong("number"),
                row.getUUID("household_id"),
                row.getLong("household_number"),
                row.getString("head_masked"),
                row.getString("village_code"),
                row.getString("village_name"),
                Aid.Kind.valueOf(row.getString("kind")),
                row.getString("giver"),
                row.getString("goods"),
                row.getLong("amount_fen"),
                row.getLocalDate("received_on"),
                Aid.State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getUUID("entered_person"),
                row.getString("entered_name"),
                row.getOffsetDateTime("entered_at").toInstant(),
                row.getString("decided_name"),
                Rows.instant(row, "decided_at"),
                row.getString("voided_name"),
                Rows.instant(row, "voided_at"),
                row.getBoolean("demo"));
    }
}
