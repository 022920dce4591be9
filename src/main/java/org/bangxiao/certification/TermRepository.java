package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Marks what has passed its day, each row once: whoever marks it tells of it. Rows that another process marks at the
 * same moment are left to it.
 */
@ApplicationScoped
class TermRepository {
    /** A case or an objection whose term has passed; {@code level} is the one that let it pass. */
    record Passed(
            UUID id,
            UUID applicationId,
            String nameZh,
            String countyCode,
            @Nullable String level,
            LocalDate dueOn,
            String packVersion) {}

    /** A certificate that is no longer valid since that day. */
    record Expired(UUID id, String number, String nameZh, UUID organisationId, LocalDate validTo) {}

    Uni<List<Passed>> escalateCases(SqlConnection tx, LocalDate today, Instant now, int limit) {
        return tx.preparedQuery("""
                        UPDATE certification_application SET escalated_at = $2
                         WHERE id IN (SELECT id FROM certification_application
                                       WHERE state = 'IN_REVIEW' AND escalated_at IS NULL AND due_on < $1
                                       ORDER BY due_on, id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED)
                        RETURNING id, id AS application_id, name_zh, county_code, level, due_on, pack_version
                        """)
                .execute(Tuple.of(today, now.atOffset(ZoneOffset.UTC), limit))
                .map(TermRepository::passed);
    }

    Uni<List<Passed>> escalateObjections(SqlConnection tx, LocalDate today, Instant now, int limit) {
        return tx.preparedQuery("""
                        UPDATE certification_objection o SET escalated_at = $2
                          FROM certification_notice n JOIN certification_application a ON a.id = n.application_id
                         WHERE n.id = o.notice_id
                           AND o.id IN (SELECT id FROM certification_objection
                                         WHERE outcome IS NULL AND escalated_at IS NULL AND due_on < $1
                                         ORDER BY due_on, id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED)
                        RETURNING o.id, n.application_id, a.name_zh, a.county_code, o.level, o.due_on, a.pack_version
                        """)
                .execute(Tuple.of(today, now.atOffset(ZoneOffset.UTC), limit))
                .map(TermRepository::passed);
    }

    Uni<List<Expired>> expire(SqlConnection tx, LocalDate today, Instant now, int limit) {
        return tx.preparedQuery("""
                        WITH noted AS (
                            INSERT INTO certification_expiry (certificate_id, valid_to, noted_at)
                            SELECT c.id, c.valid_to, $2 FROM certification_certificate c
                             WHERE c.valid_to < $1 AND NOT EXISTS (SELECT 1 FROM certification_expiry e
                                       WHERE e.certificate_id = c.id AND e.valid_to = c.valid_to)
                             ORDER BY c.valid_to, c.id LIMIT $3
                            ON CONFLICT DO NOTHING RETURNING certificate_id)
                        SELECT c.id, c.number, c.name_zh, c.organisation_id, c.valid_to
                          FROM certification_certificate c JOIN noted n ON n.certificate_id = c.id
                        """)
                .execute(Tuple.of(today, now.atOffset(ZoneOffset.UTC), limit))
                .map(rows -> {
                    List<Expired> expired = new ArrayList<>();
                    rows.forEach(row -> expired.add(new Expired(
                            row.getUUID("id"),
                            row.getString("number"),
                            row.getString("name_zh"),
                            row.getUUID("organisation_id"),
                            row.getLocalDate("valid_to"))));
                    return expired;
                });
    }

    private static List<Passed> passed(RowSet<Row> rows) {
        List<Passed> passed = new ArrayList<>();
        rows.forEach(row -> passed.add(new Passed(
                row.getUUID("id"),
                row.getUUID("application_id"),
                row.getString("name_zh"),
                row.getString("county_code"),
                row.getString("level"),
                row.getLocalDate("due_on"),
                row.getString("pack_version"))));
        return passed;
    }
}
