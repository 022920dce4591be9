package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
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
import java.util.UUID;
import org.bangxiao.household.LinkKind;
import org.bangxiao.region.WatchRules;
import org.jspecify.annotations.Nullable;

/** Closes quarters in one statement, and reads what was closed. */
@ApplicationScoped
class ReconciliationRepository {
    /**
     * $1 region, $2 today, $3 days of grace, $4 tolerance in per cent, $5 now. The last four quarters that are over and not closed.
     * A household behind two links of a kind counts once, with no more people than it has.
     */
    private static final String CLOSE = """
        WITH q AS (SELECT first, (first + interval '3 months')::date - 1 AS last
                     FROM (SELECT (date_trunc('quarter', $2::date) - make_interval(months => 3 * n))::date AS first
                             FROM generate_series(1, 4) n) x
                    WHERE (first + interval '3 months')::date + $3::int <= $2::date),
        claim AS (SELECT DISTINCT ON (q.first, v.link_id) q.first, q.last, l.id AS link_id, l.organisation_id, l.kind, l.whole,
                         coalesce((a.submitted_at AT TIME ZONE 'Asia/Shanghai')::date, v.valid_from) AS day
                    FROM q
                    JOIN certification_certificate c ON c.region = $1 AND c.state <> 'REVOKED'
                    JOIN certification_certificate_version v ON v.certificate_id = c.id
                     AND v.valid_from <= q.first AND v.valid_to >= q.first
                    JOIN certification_application a ON a.id = v.application_id
                    JOIN household_benefit_link l ON l.id = v.link_id
                   WHERE NOT EXISTS (SELECT 1 FROM supervision_reconciliation r
                                      WHERE r.organisation_id = l.organisation_id AND r.quarter = q.first AND r.kind = l.kind)
                   ORDER BY q.first, v.link_id, day DESC),
        k AS (SELECT first, last, organisation_id, kind, sum(whole)::bigint AS whole FROM claim GROUP BY 1, 2, 3, 4),
        own AS (SELECT k.first, k.last, k.organisation_id, k.kind, l.id AS link_id
                  FROM k JOIN household_benefit_link l ON l.organisation_id = k.organisation_id AND l.kind = k.kind),
        claimed AS (SELECT first, organisation_id, kind, count(*)::int AS households, sum(persons)::bigint AS persons,
                           sum(weight)::bigint AS weight
                      FROM (SELECT c.first, c.organisation_id, c.kind, least(sum(e.persons), max(h.persons)) AS persons,
                                   sum(e.weight) AS weight
                              FROM claim c CROSS JOIN LATERAL household_eligible_members(ARRAY[c.link_id], c.day) e
                              JOIN household h ON h.id = e.household_id GROUP BY 1, 2, 3, e.household_id) x GROUP BY 1, 2, 3),
        linked AS (SELECT first, organisation_id, kind, count(*)::int AS households, sum(persons)::bigint AS persons,
                          sum(weight)::bigint AS weight
                     FROM (SELECT o.first, o.organisation_id, o.kind, least(sum(e.persons), max(h.persons)) AS persons,
                                  sum(e.weight) AS weight
                             FROM own o CROSS JOIN LATERAL household_eligible_members(ARRAY[o.link_id], o.last) e
                             JOIN household h ON h.id = e.household_id GROUP BY 1, 2, 3, e.household_id) x GROUP BY 1, 2, 3),
        pools AS (SELECT o.first, o.organisation_id, o.kind, o.link_id, p.id
                    FROM own o JOIN household_agreement a ON a.link_id = o.link_id
                    JOIN sale_pool p ON p.agreement_id = a.id
                     AND p.month BETWEEN to_char(o.first, 'YYYYMM')::int AND to_char(o.last, 'YYYYMM')::int),
        credited AS (SELECT first, organisation_id, kind, count(*)::int AS households, sum(persons)::bigint AS persons,
                            sum(fen)::bigint AS fen
                       FROM (SELECT x.first, x.organisation_id, x.kind, least(sum(m.persons)::bigint, max(h.persons)) AS persons,
                                    sum(x.fen) AS fen
                               FROM (SELECT p.first, p.organisation_id, p.kind, p.link_id, s.household_no, sum(s.amount) AS fen
                                       FROM pools p JOIN settlement_pool w ON w.pool_id = p.id AND w.state = 'SHARED'
                                       JOIN settlement_run r ON r.id = w.run_id AND r.state = 'DONE'
                                       JOIN settlement_share s ON s.run_id = w.run_id AND s.pool_rank = w.rank AND s.amount > 0
                                      GROUP BY 1, 2, 3, 4, 5) x
                               JOIN household h ON h.number = x.household_no
                              -- A household may have come, changed and left: its people of the largest spell, its money once.
                              CROSS JOIN LATERAL (SELECT coalesce(max(s.persons), 0) AS persons FROM household_link_member s
                                                   WHERE s.link_id = x.link_id AND s.household_id = h.id) m
                              GROUP BY 1, 2, 3, h.id) y GROUP BY 1, 2, 3)
        INSERT INTO supervision_reconciliation (region, organisation_id, county_code, quarter, kind, claimed_households,
               claimed_persons, claimed_measure, claimed_whole, linked_households, linked_persons, linked_measure,
               credited_households, credited_persons, credited_fen, sold, tolerance_percent, closed_at, demo)
        SELECT $1, k.organisation_id, o.area_code, k.first, k.kind, coalesce(c.households, 0), coalesce(c.persons, 0),
               coalesce(CASE WHEN k.kind IN ('WAGES','SHARES') THEN c.persons ELSE c.weight END, 0), k.whole,
               coalesce(l.households, 0), coalesce(l.persons, 0),
               coalesce(CASE WHEN k.kind IN ('WAGES','SHARES') THEN l.persons ELSE l.weight END, 0),
               coalesce(g.households, 0), coalesce(g.persons, 0), coalesce(g.fen, 0),
               EXISTS (SELECT 1 FROM pools p WHERE (p.first, p.organisation_id, p.kind) = (k.first, k.organisation_id, k.kind)),
               $4, $5, o.demo
          FROM k JOIN organisation o ON o.id = k.organisation_id
          LEFT JOIN claimed c ON (c.first, c.organisation_id, c.kind) = (k.first, k.organisation_id, k.kind)
          LEFT JOIN linked l ON (l.first, l.organisation_id, l.kind) = (k.first, k.organisation_id, k.kind)
          LEFT JOIN credited g ON (g.first, g.organisation_id, g.kind) = (k.first, k.organisation_id, k.kind)
         ORDER BY k.first, o.area_code, k.organisation_id, k.kind
        ON CONFLICT ON CONSTRAINT supervision_reconciled_once DO NOTHING""";

    private static final String ROWS = """
        SELECT r.*, o.name_zh, o.name_en, w.id AS case_id
          FROM supervision_reconciliation r JOIN organisation o ON o.id = r.organisation_id
          LEFT JOIN supervision_case w ON w.cause = 'CREDIT_BELOW_CLAIM' AND w.subject_id = r.id
         WHERE\s""";

    /** Whose rows somebody may see: all of an area, or those of one supplier. */
    record Sight(String area, @Nullable UUID organisation) {}

    private static final String SEEN = "r.county_code LIKE $1 || '%' AND ($2::uuid IS NULL OR r.organisation_id = $2)";

    /** Closes what is over and not closed yet. */
    Uni<Void> close(SqlConnection connection, String region, WatchRules rules, Instant now, LocalDate today) {
        WatchRules.Reconciliation compared = rules.reconciliation();
        if (compared == null) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(CLOSE)
                .execute(Tuple.of(
                        region,
                        today,
                        rules.credit().graceDays(),
                        compared.tolerancePercent(),
                        OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** The closed quarters by their first days, newest first. */
    Uni<List<LocalDate>> quarters(SqlClient client, Sight sight) {
        return client.preparedQuery("SELECT DISTINCT r.quarter FROM supervision_reconciliation r WHERE " + SEEN
                        + " ORDER BY 1 DESC LIMIT 40")
                .execute(Tuple.of(sight.area(), sight.organisation()))
                .map(rows -> {
                    List<LocalDate> found = new ArrayList<>();
                    rows.forEach(row -> found.add(row.getLocalDate(0)));
                    return found;
                });
    }

    Uni<List<Reconciliation>> list(SqlClient client, Sight sight, LocalDate quarter, long after, int limit) {
        return client.preparedQuery(ROWS + SEEN + " AND r.quarter = $3 AND r.number > $4 ORDER BY r.number LIMIT $5")
                .execute(Tuple.of(sight.area(), sight.organisation(), quarter, after, limit))
                .map(rows -> {
                    List<Reconciliation> found = new ArrayList<>();
                    rows.forEach(row -> found.add(reconciliation(row)));
                    return found;
                });
    }

    Uni<List<CountyReconciliation>> counties(SqlClient client, Sight sight, LocalDate quarter) {
        return client.preparedQuery("""
                    SELECT r.county_code, r.kind, count(*)::int AS suppliers,
                           count(*) FILTER (WHERE r.falls_short)::int AS falling, sum(r.claimed_persons)::bigint AS claimed,
                           sum(r.linked_persons)::bigint AS linked, sum(r.credited_persons)::bigint AS credited,
                           sum(r.credited_fen)::bigint AS fen
                      FROM supervision_reconciliation r
                     WHERE r.county_code LIKE $1 || '%' AND ($2::uuid IS NULL OR r.organisation_id = $2) AND r.quarter = $3
                     GROUP BY 1, 2 ORDER BY 1, 2""")
                .execute(Tuple.of(sight.area(), sight.organisation(), quarter))
                .map(rows -> {
                    List<CountyReconciliation> found = new ArrayList<>();
                    rows.forEach(row -> found.add(new CountyReconciliation(
                            row.getString("county_code"),
                            LinkKind.valueOf(row.getString("kind")),
                            row.getInteger("suppliers"),
                            row.getInteger("falling"),
                            row.getLong("claimed"),
                            row.getLong("linked"),
                            row.getLong("credited"),
                            row.getLong("fen"))));
                    return found;
                });
    }

    private static Reconciliation reconciliation(Row row) {
        return new Reconciliation(
                row.getUUID("id"),
                row.getLong("number"),
                row.getUUID("organisation_id"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("county_code"),
                row.getLocalDate("quarter"),
                LinkKind.valueOf(row.getString("kind")),
                side(row, "claimed"),
                row.getLong("claimed_whole"),
                side(row, "linked"),
                new Reconciliation.Credited(
                        row.getInteger("credited_households"),
                        row.getLong("credited_persons"),
                        row.getLong("credited_fen")),
                row.getBoolean("sold"),
                row.getInteger("tolerance_percent"),
                row.getBoolean("falls_short"),
                row.getOffsetDateTime("closed_at").toInstant(),
                row.getUUID("case_id"),
                row.getBoolean("demo"));
    }

    private static Reconciliation.Side side(Row row, String of) {
        return new Reconciliation.Side(
                row.getInteger(of + "_households"), row.getLong(of + "_persons"), row.getLong(of + "_measure"));
    }
}
