package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class BlacklistRepository {
    private static final String ENTRIES = """
            SELECT b.id, b.organisation_id, o.name_zh, o.name_en, o.area_code, b.from_on, b.to_on, b.reason, b.published, b.lifted_on
              FROM organisation_blacklisting b JOIN organisation o ON o.id = b.organisation_id
             WHERE""";

    Uni<Void> insert(
            SqlConnection tx,
            UUID id,
            UUID organisation,
            LocalDate from,
            @Nullable LocalDate to,
            String reason,
            boolean published,
            Actor by,
            Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO organisation_blacklisting (id, organisation_id, from_on, to_on, reason, published, entered_by,
                               entered_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(organisation)
                        .addLocalDate(from)
                        .addLocalDate(to)
                        .addString(reason)
                        .addBoolean(published)
                        .addUUID(by.personId())
                        .addOffsetDateTime(StandingRepository.utc(now)))
                .replaceWithVoid();
    }

    Uni<Boolean> lift(SqlConnection tx, UUID id, LocalDate from, Actor by, String reason) {
        return tx.preparedQuery("""
                        UPDATE organisation_blacklisting SET lifted_on = $2, lifted_by = $3, lifted_reason = $4
                         WHERE id = $1 AND lifted_on IS NULL""")
                .execute(Tuple.of(id, from, by.personId(), reason))
                .map(done -> done.rowCount() == 1);
    }

    Uni<Optional<Blacklist.Entry>> find(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(ENTRIES + " b.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> entries(rows).stream().findFirst());
    }

    Uni<List<Blacklist.Entry>> of(SqlConnection connection, UUID organisation) {
        return connection
                .preparedQuery(ENTRIES + " b.organisation_id = $1 ORDER BY b.from_on DESC, b.id DESC")
                .execute(Tuple.of(organisation))
                .map(BlacklistRepository::entries);
    }

    Uni<List<Blacklist.Entry>> published(SqlConnection connection, LocalDate day) {
        return connection
                .preparedQuery(ENTRIES + " " + """
                        b.published AND b.from_on <= $1 AND (b.to_on IS NULL OR b.to_on >= $1)
                           AND (b.lifted_on IS NULL OR b.lifted_on > $1)
                         ORDER BY b.from_on DESC, b.id DESC LIMIT 500""")
                .execute(Tuple.of(day))
                .map(BlacklistRepository::entries);
    }

    private static List<Blacklist.Entry> entries(RowSet<Row> rows) {
        List<Blacklist.Entry> entries = new ArrayList<>();
        rows.forEach(row -> entries.add(new Blacklist.Entry(
                row.getUUID("id"),
                row.getUUID("organisation_id"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("area_code"),
                row.getLocalDate("from_on"),
                row.getLocalDate("to_on"),
                row.getString("reason"),
                row.getBoolean("published"),
                row.getLocalDate("lifted_on"))));
        return entries;
    }
}
