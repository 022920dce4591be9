package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Reads and writes the red and black lists. */
@ApplicationScoped
class ListRepository {
    /** What is entered. */
    record Note(
            UUID id,
            String list,
            String region,
            @Nullable UUID organisationId,
            String countyCode,
            String nameZh,
            String nameEn,
            String reason,
            String evidence,
            @Nullable LocalDate dueOn,
            @Nullable UUID blacklisting,
            boolean demo) {}

    /** Newest first: what stands, or what was taken off. */
    Uni<List<ListEntry>> list(SqlClient client, String list, boolean standing, long before, int limit) {
        return client.preparedQuery("SELECT * FROM supervision_list_entry WHERE ($1 = '' OR list = $1)"
                        + " AND (removed_at IS NULL) = $2 AND number < $3 ORDER BY number DESC LIMIT $4")
                .execute(Tuple.of(list, standing, before, limit))
                .map(ListRepository::entries);
    }

    Uni<Optional<ListEntry>> find(SqlClient client, UUID id) {
        return client.preparedQuery("SELECT * FROM supervision_list_entry WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> entries(rows).stream().findFirst());
    }

    Uni<Optional<ListEntry>> locked(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT * FROM supervision_list_entry WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .map(rows -> entries(rows).stream().findFirst());
    }

    /** Entries of a region whose day is over, and nobody has said what became of them. */
    Uni<List<ListEntry>> daysOver(SqlConnection connection, String region, LocalDate today) {
        return connection
                .preparedQuery("SELECT * FROM supervision_list_entry WHERE region = $1 AND list = 'BLACK'"
                        + " AND due_on < $2 AND outcome IS NULL AND removed_at IS NULL ORDER BY number")
                .execute(Tuple.of(region, today))
                .map(ListRepository::entries);
    }

    /** What keeps the supplier from selling while the entry stands. */
    Uni<Optional<UUID>> blacklisting(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT blacklisting_id FROM supervision_list_entry WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getUUID("blacklisting_id")));
    }

    Uni<Void> enter(SqlConnection connection, Note note, Actor actor, Instant now) {
        return connection
                .preparedQuery("""
                    INSERT INTO supervision_list_entry (id, list, region, organisation_id, county_code, name_zh, name_en, reason,
                           evidence, due_on, entered_by, entered_person, entered_at, blacklisting_id, demo)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)""")
                .execute(Tuple.tuple()
                        .addUUID(note.id())
                        .addString(note.list())
                        .addString(note.region())
                        .addUUID(note.organisationId())
                        .addString(note.countyCode())
                        .addString(note.nameZh())
                        .addString(note.nameEn())
                        .addString(note.reason())
                        .addString(note.evidence())
                        .addLocalDate(note.dueOn())
                        .addUUID(actor.accountId())
                        .addUUID(actor.personId())
                        .addOffsetDateTime(at(now))
                        .addUUID(note.blacklisting())
                        .addBoolean(note.demo()))
                .replaceWithVoid();
    }

    Uni<Void> outcome(SqlConnection connection, UUID id, String outcome, String note, Instant now) {
        return connection
                .preparedQuery("UPDATE supervision_list_entry SET outcome = $2, outcome_note = $3, outcome_at = $4"
                        + " WHERE id = $1")
                .execute(Tuple.of(id, outcome, note, at(now)))
                .replaceWithVoid();
    }

    Uni<Void> remove(SqlConnection connection, UUID id, String reason, Actor actor, Instant now) {
        return connection
                .preparedQuery("UPDATE supervision_list_entry SET removal_reason = $2, removed_by = $3,"
                        + " removed_person = $4, removed_at = $5 WHERE id = $1")
                .execute(Tuple.of(id, reason, actor.accountId(), actor.personId(), at(now)))
                .replaceWithVoid();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static List<ListEntry> entries(RowSet<Row> rows) {
        List<ListEntry> found = new ArrayList<>();
        rows.forEach(row -> found.add(new ListEntry(
                row.getUUID("id"),
                row.getLong("number"),
                row.getString("list"),
                row.getUUID("organisation_id"),
                row.getString("county_code"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("reason"),
                row.getString("evidence"),
                row.getLocalDate("due_on"),
                row.getOffsetDateTime("entered_at").toInstant(),
                row.getString("outcome"),
                row.getString("outcome_note"),
                Rows.instant(row, "outcome_at"),
                Rows.instant(row, "removed_at"),
                row.getString("removal_reason"),
                row.getBoolean("demo"))));
        return found;
    }
}
