package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Whether suppliers may sell: asked for guards, kept for lists. */
@ApplicationScoped
class StandingRepository {
    private static final String REFRESH_DUE = """
            WITH moved AS (
            UPDATE organisation_supplier s SET sells_until = due.day
              FROM (SELECT o.organisation_id, organisation_sells_until(o.organisation_id, $1) AS day
                      FROM organisation_supplier o
                     WHERE o.confirmed_on IS NOT NULL
                       AND o.sells_until < ($1::timestamptz AT TIME ZONE 'Asia/Shanghai')::date) due
             WHERE s.organisation_id = due.organisation_id AND s.sells_until <> due.day
            RETURNING s.organisation_id, s.sells_until)
            INSERT INTO platform_audit (at, action, subject_kind, subject_id, detail)
            SELECT $1, 'supplier-standing', 'supplier', organisation_id::text, jsonb_build_object('sellsUntil', sells_until)
              FROM moved""";

    Uni<Map<UUID, Standing>> of(SqlConnection connection, Collection<UUID> organisations) {
        return connection
                .preparedQuery("""
                        SELECT s.organisation_id, s.confirmed_on, s.required,
                               ARRAY (SELECT d.kind || '|' || d.issued_on || '|' || coalesce(d.expires_on, '9999-12-31')
                                        FROM organisation_document d
                                       WHERE d.organisation_id = s.organisation_id AND d.state = 'CONFIRMED'
                                         AND d.kind = ANY (s.required)) AS papers,
                               ARRAY (SELECT x.since FROM organisation_suspension x
                                       WHERE x.organisation_id = s.organisation_id ORDER BY x.id) AS since,
                               ARRAY (SELECT coalesce(x.until, '9999-12-31') FROM organisation_suspension x
                                       WHERE x.organisation_id = s.organisation_id ORDER BY x.id) AS until,
                               ARRAY (SELECT b.from_on || '|' || least(coalesce(b.to_on, '9999-12-31'),
                                               coalesce(b.lifted_on - 1, '9999-12-31'))
                                        FROM organisation_blacklisting b
                                       WHERE b.organisation_id = s.organisation_id) AS bans
                          FROM organisation_supplier s
                         WHERE s.organisation_id = ANY ($1) AND s.confirmed_on IS NOT NULL""")
                .execute(Tuple.of(organisations.stream().distinct().toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Standing> standings = new HashMap<>();
                    rows.forEach(row -> standings.put(row.getUUID("organisation_id"), standing(row)));
                    return standings;
                });
    }

    Uni<Boolean> sells(SqlConnection connection, UUID organisation, Instant moment) {
        return connection
                .preparedQuery("SELECT organisation_sells($1, $2)")
                .execute(Tuple.of(organisation, utc(moment)))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** After each deed that bears on selling: lists follow in its transaction. */
    Uni<Void> refresh(SqlConnection connection, UUID organisation, Instant moment) {
        return connection
                .preparedQuery("""
                        UPDATE organisation_supplier s SET sells_until = u.day
                          FROM (SELECT organisation_sells_until($1, $2) AS day) u
                         WHERE s.organisation_id = $1 AND s.sells_until <> u.day""")
                .execute(Tuple.of(organisation, utc(moment)))
                .replaceWithVoid();
    }

    /** The same for all whose days may have come or gone since they were last looked at, with the trail of who changed. */
    Uni<Void> refreshDue(SqlConnection connection, Instant moment) {
        return connection
                .preparedQuery(REFRESH_DUE)
                .execute(Tuple.of(utc(moment)))
                .replaceWithVoid();
    }

    private static Standing standing(Row row) {
        List<Standing.Stop> stops = new ArrayList<>();
        OffsetDateTime[] since = row.getArrayOfOffsetDateTimes("since");
        OffsetDateTime[] until = row.getArrayOfOffsetDateTimes("until");
        for (int i = 0; i < since.length; i++) {
            stops.add(new Standing.Stop(since[i].toInstant(), until[i].toInstant()));
        }
        List<Standing.Paper> papers = new ArrayList<>();
        for (String paper : row.getArrayOfStrings("papers")) {
            String[] parts = paper.split("\\|", 3);
            papers.add(new Standing.Paper(parts[0], LocalDate.parse(parts[1]), LocalDate.parse(parts[2])));
        }
        List<Standing.Ban> bans = new ArrayList<>();
        for (String ban : row.getArrayOfStrings("bans")) {
            String[] parts = ban.split("\\|", 2);
            bans.add(new Standing.Ban(LocalDate.parse(parts[0]), LocalDate.parse(parts[1])));
        }
        return new Standing(
                row.getLocalDate("confirmed_on"), Set.of(row.getArrayOfStrings("required")), papers, stops, bans);
    }

    static OffsetDateTime utc(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
