package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.bangxiao.region.Level;
import org.bangxiao.region.PolicyPack;

/** Hands problems to the level above, with the trail of it. */
@ApplicationScoped
class EscalationRepository {
    private static final String MOVED = """
        SET level = $5[array_position($5, level) + 1], due_on = $4, escalated_at = $2
         WHERE region = $1 AND due_on < $3 AND array_position($5::text[], level) < cardinality($5)\s""";

    /** Cases that nobody decided in time; answers how many. */
    Uni<Integer> cases(SqlConnection connection, PolicyPack pack, Instant now, LocalDate today, LocalDate due) {
        return moved(connection, "WITH moved AS (UPDATE supervision_case " + MOVED + """
                           AND outcome IS NULL RETURNING id, level)
            INSERT INTO platform_audit (at, action, subject_kind, subject_id, detail)
            SELECT $2, 'watch-case-escalate', 'watch-case', id::text, jsonb_build_object('level', level)
              FROM moved""", pack, now, today, due);
    }

    /** Findings that were not dealt with in time; answers how many. */
    Uni<Integer> findings(SqlConnection connection, PolicyPack pack, Instant now, LocalDate today, LocalDate due) {
        return moved(connection, "WITH moved AS (UPDATE supervision_finding " + MOVED + """
                           AND state <> 'CLOSED' RETURNING id, level),
            step AS (INSERT INTO supervision_step (finding_id, kind, content, at)
                     SELECT id, 'ESCALATED', level, $2 FROM moved)
            INSERT INTO platform_audit (at, action, subject_kind, subject_id, detail)
            SELECT $2, 'finding-escalate', 'finding', id::text, jsonb_build_object('level', level) FROM moved""", pack, now, today, due);
    }

    private static Uni<Integer> moved(
            SqlConnection connection, String sql, PolicyPack pack, Instant now, LocalDate today, LocalDate due) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(pack.key(), OffsetDateTime.ofInstant(now, ZoneOffset.UTC), today, due)
                        .addArrayOfString(pack.levels().stream().map(Level::id).toArray(String[]::new)))
                .map(done -> done.rowCount());
    }
}
