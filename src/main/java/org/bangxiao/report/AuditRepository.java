package org.bangxiao.report;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Reads the trail of deeds; it is written by the deeds themselves. */
@ApplicationScoped
class AuditRepository {
    Uni<List<AuditEntry>> find(SqlClient client, AuditFilter filter, long olderThan, int limit) {
        return client.preparedQuery("""
                        SELECT a.id, a.at, coalesce(who.username, '') AS username, coalesce(a.role, '') AS role,
                               a.action, a.subject_kind, a.subject_id, coalesce(a.area_code, '') AS area_code, a.detail::text AS detail
                          FROM platform_audit a LEFT JOIN identity_account who ON who.id = a.account_id
                         WHERE a.id < $1
                           AND ($2 = '' OR a.account_id IN (SELECT other.id FROM identity_account named
                                                           JOIN identity_account other ON other.person_id = named.person_id
                                                          WHERE named.username = $2))
                           AND ($3 = '' OR a.action = $3)
                           AND ($4 = '' OR a.subject_kind = $4)
                           AND ($5 = '' OR a.subject_id = $5)
                           AND ($6 = '' OR starts_with(a.area_code, $6))
                           AND ($7::date IS NULL OR a.at >= $7::date::timestamp AT TIME ZONE 'Asia/Shanghai')
                           AND ($10 = '' OR starts_with(a.area_code, $10))
                           AND ($8::date IS NULL OR a.at < ($8::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
                         ORDER BY a.id DESC LIMIT $9""")
                .execute(Tuple.tuple()
                        .addLong(olderThan)
                        .addString(filter.username())
                        .addString(filter.action())
                        .addString(filter.subjectKind())
                        .addString(filter.subjectId())
                        .addString(filter.areaPrefix())
                        .addLocalDate(filter.from())
                        .addLocalDate(filter.to())
                        .addInteger(limit)
                        .addString(filter.placePrefix()))
                .map(rows -> {
                    List<AuditEntry> found = new ArrayList<>();
                    rows.forEach(row -> found.add(new AuditEntry(
                            row.getLong("id"),
                            row.getOffsetDateTime("at").toInstant(),
                            row.getString("username"),
                            row.getString("role"),
                            row.getString("action"),
                            row.getString("subject_kind"),
                            row.getString("subject_id"),
                            row.getString("area_code"),
                            row.getString("detail"))));
                    return found;
                });
    }
}
