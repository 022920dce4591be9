package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Reads cases of the watch and writes what was decided. */
@ApplicationScoped
class CaseRepository {
    private static final String CASE = """
        SELECT w.*, o.name_zh AS supplier_zh, o.name_en AS supplier_en, c.number AS certificate
          FROM supervision_case w JOIN organisation o ON o.id = w.organisation_id
          LEFT JOIN LATERAL (SELECT number FROM certification_certificate c WHERE c.product_id = w.product_id
                              ORDER BY issued_on DESC LIMIT 1) c ON true
         WHERE\s""";

    /** What was done about it, oldest first. */
    record Deed(
            Instant at,
            String action,
            @Nullable String who,
            @Nullable String level) {}

    Uni<List<WatchCase>> list(SqlClient client, String sight, Filter filter) {
        String place = filter.open()
                ? "w.outcome IS NULL AND w.number > $4 ORDER BY w.number"
                : "w.outcome IS NOT NULL AND w.number < $4 ORDER BY w.number DESC";
        return client.preparedQuery(CASE
                        + "w.county_code LIKE $1 || '%' AND w.county_code LIKE $2 || '%' AND ($3 = '' OR w.cause = $3)"
                        + " AND "
                        + place + " LIMIT $5")
                .execute(Tuple.of(sight, filter.area(), filter.kind(), filter.after(), filter.size() + 1))
                .map(CaseRepository::cases);
    }

    Uni<Optional<WatchCase>> find(SqlClient client, UUID id) {
        return client.preparedQuery(CASE + "w.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> cases(rows).stream().findFirst());
    }

    /** The same, held until the transaction ends. */
    Uni<Optional<WatchCase>> locked(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT 1 FROM supervision_case WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .chain(() -> find(connection, id));
    }

    Uni<Void> decide(SqlConnection connection, UUID id, CaseOutcome outcome, String reason, Actor actor, Instant now) {
        return connection
                .preparedQuery("UPDATE supervision_case SET outcome = $2, reason = $3, decided_by = $4,"
                        + " decided_person = $5, decided_at = $6 WHERE id = $1")
                .execute(Tuple.of(id, outcome.name(), reason, actor.accountId(), actor.personId())
                        .addOffsetDateTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** The trail of one thing of supervision. */
    Uni<List<Deed>> deeds(SqlClient client, String kind, UUID id) {
        return client.preparedQuery("""
            SELECT a.at, a.action, who.display_name, a.detail->>'level' AS level
              FROM platform_audit a LEFT JOIN identity_account who ON who.id = a.account_id
             WHERE a.subject_kind = $1 AND a.subject_id = $2 ORDER BY a.id LIMIT 200
            """).execute(Tuple.of(kind, id.toString())).map(rows -> {
            List<Deed> found = new ArrayList<>();
            rows.forEach(row -> found.add(new Deed(
                    row.getOffsetDateTime("at").toInstant(),
                    row.getString("action"),
                    row.getString("display_name"),
                    row.getString("level"))));
            return found;
        });
    }

    private static List<WatchCase> cases(RowSet<Row> rows) {
        List<WatchCase> found = new ArrayList<>();
        rows.forEach(row -> {
            String outcome = row.getString("outcome");
            found.add(new WatchCase(
                    row.getUUID("id"),
                    row.getLong("number"),
                    row.getString("region"),
                    Cause.valueOf(row.getString("cause")),
                    row.getUUID("subject_id"),
                    row.getString("period"),
                    row.getUUID("organisation_id"),
                    row.getUUID("product_id"),
                    row.getString("county_code"),
                    row.getString("name_zh"),
                    row.getString("name_en"),
                    row.getString("supplier_zh"),
                    row.getString("supplier_en"),
                    row.getString("certificate"),
                    Fact.of((JsonObject) row.getValue("facts")),
                    row.getOffsetDateTime("opened_at").toInstant(),
                    row.getString("level"),
                    row.getLocalDate("due_on"),
                    Rows.instant(row, "escalated_at"),
                    outcome == null ? null : CaseOutcome.valueOf(outcome),
                    row.getString("reason"),
                    Rows.instant(row, "decided_at"),
                    row.getBoolean("demo")));
        });
        return found;
    }
}
