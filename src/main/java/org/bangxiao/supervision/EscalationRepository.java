package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bangxiao.region.Level;
import org.bangxiao.region.PolicyPack;
import org.jspecify.annotations.Nullable;

/** Hands problems to the level above, with the trail of it. */
@ApplicationScoped
class EscalationRepository {
    private static final String MOVED = """
        SET level = $5[array_position($5, level) + 1], due_on = $4, escalated_at = $2
         WHERE region = $1 AND due_on < $3 AND array_position($5::text[], level) < cardinality($5)\s""";

    /** A finding that rose, and the supplier where it may know. */
    record Risen(Telling.Waiting waiting, @Nullable UUID supplier) {}

    /** Cases that nobody decided in time; answers where they wait now. */
    Uni<List<Telling.Waiting>> cases(
            SqlConnection connection, PolicyPack pack, Instant now, LocalDate today, LocalDate due) {
        return moved(connection, "WITH moved AS (UPDATE supervision_case " + MOVED + """
                           AND outcome IS NULL RETURNING id, level, county_code, name_zh, due_on),
            trail AS (INSERT INTO platform_audit (at, action, subject_kind, subject_id, detail)
                      SELECT $2, 'watch-case-escalate', 'watch-case', id::text, jsonb_build_object('level', level) FROM moved)
            SELECT * FROM moved""", pack, now, today, due)
                .map(WatchRepository::waiting);
    }

    /** Findings that were not dealt with in time; answers where they wait now. */
    Uni<List<Risen>> findings(SqlConnection connection, PolicyPack pack, Instant now, LocalDate today, LocalDate due) {
        return moved(connection, "WITH moved AS (UPDATE supervision_finding " + MOVED + """
                           AND state <> 'CLOSED' RETURNING id, level, county_code, due_on, organisation_id, published_at, state),
            step AS (INSERT INTO supervision_step (finding_id, kind, content, at)
                     SELECT id, 'ESCALATED', level, $2 FROM moved),
            trail AS (INSERT INTO platform_audit (at, action, subject_kind, subject_id, detail)
                      SELECT $2, 'finding-escalate', 'finding', id::text, jsonb_build_object('level', level) FROM moved)
            SELECT m.*, o.name_zh, CASE WHEN m.published_at IS NOT NULL AND m.state = 'ORDERED' THEN o.id END AS told
              FROM moved m JOIN organisation o ON o.id = m.organisation_id""", pack, now, today, due)
                .map(rows -> {
                    List<Telling.Waiting> waiting = WatchRepository.waiting(rows);
                    List<Risen> risen = new ArrayList<>();
                    rows.forEach(row -> risen.add(new Risen(waiting.get(risen.size()), row.getUUID("told"))));
                    return risen;
                });
    }

    private static Uni<RowSet<Row>> moved(
            SqlConnection connection, String sql, PolicyPack pack, Instant now, LocalDate today, LocalDate due) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(pack.key(), OffsetDateTime.ofInstant(now, ZoneOffset.UTC), today, due)
                        .addArrayOfString(pack.levels().stream().map(Level::id).toArray(String[]::new)));
    }
}
