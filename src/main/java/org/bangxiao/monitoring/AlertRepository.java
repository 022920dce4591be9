package org.bangxiao.monitoring;

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
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Rows;

/** The alerts: one statement opens those of a month, the rest reads them and writes what was done. */
@ApplicationScoped
class AlertRepository {
    /** 2026-10 is kept as 202610. */
    private static final int YEAR = 100;

    /**
     * $1 province digits, $2 first day of the twelve months, $3 the day after them, $4 month, $5 now, $6 line of a head in fen,
     * $7 drop in per cent, $8 quiet days. Days are those on which a run was finished.
     */
    private static final String OPEN = """
        WITH credit AS (
            SELECT s.household_no,
                   coalesce(sum(s.amount) FILTER (WHERE r.day >= $2::date), 0)::bigint AS year_fen,
                   coalesce(sum(s.amount) FILTER (WHERE r.day < $2::date
                                                    AND r.day >= $2::date - interval '1 year'), 0)::bigint AS before_fen
              FROM (SELECT id, (finished_at AT TIME ZONE 'Asia/Shanghai')::date AS day FROM settlement_run
                     WHERE state = 'DONE') r
              JOIN settlement_share s ON s.run_id = r.id AND s.amount > 0
             WHERE r.day < $3::date
             GROUP BY 1 HAVING min(r.day) < $2::date),
        found AS (
            SELECT h.id, h.village_code, h.persons, h.demo, t.status, c.year_fen, c.before_fen, x.rule, x.expected
              FROM credit c
              JOIN household h ON h.number = c.household_no AND left(h.county_code, 2) = $1
              JOIN household_status t ON t.household_id = h.id AND daterange(t.valid_from, t.valid_to) @> ($3::date - 1)
               AND t.status IN ('LIFTED','MONITORED')
              CROSS JOIN LATERAL (VALUES ('BELOW_LINE', h.persons * $6::bigint),
                                         ('DROPPED', (c.before_fen * (100 - $7::int) + 99) / 100)) x (rule, expected)
             WHERE c.year_fen < x.expected
               AND NOT EXISTS (SELECT 1 FROM monitoring_alert a WHERE a.household_id = h.id AND a.rule = x.rule
                                  AND (a.ended_at IS NULL OR a.ended_at > $5::timestamptz - make_interval(days => $8::int)))),
        opened AS (
            INSERT INTO monitoring_alert (household_id, village_code, rule, month, standing, persons, year_fen, before_fen,
                                          expected_fen, opened_at, demo)
            SELECT id, village_code, rule, $4::int, status, persons, year_fen, before_fen, expected, $5::timestamptz, demo
              FROM found ORDER BY village_code, id, rule
            ON CONFLICT DO NOTHING RETURNING id, number, village_code, rule),
        trail AS (
            INSERT INTO platform_audit (at, action, subject_kind, subject_id, area_code, detail)
            SELECT $5::timestamptz, 'relapse-alert-open', 'relapse-alert', id::text, left(village_code, 6),
                   jsonb_build_object('rule', rule, 'month', $4::int) FROM opened)
        SELECT id, number, left(village_code, 6) AS county FROM opened ORDER BY number""";

    /** $1 area, $2 the year's first moment, $3 the code before, $4 limit: a county, then its villages. */
    private static final String FIGURES = """
        SELECT coalesce(a.village_code, a.county) AS code,
               (SELECT min(h.village_name) FROM household h WHERE h.village_code = a.village_code) AS village_name,
               count(*) FILTER (WHERE a.opened_at >= $2)::int AS opened,
               count(*) FILTER (WHERE a.state = 'RESOLVED' AND a.ended_at >= $2)::int AS resolved,
               count(*) FILTER (WHERE a.state = 'DISMISSED' AND a.ended_at >= $2)::int AS dismissed,
               count(*) FILTER (WHERE a.state = 'OPEN')::int AS waiting,
               %s
          FROM (SELECT *, left(village_code, 6) AS county FROM monitoring_alert
                 WHERE village_code LIKE $1 || '%%' AND (opened_at >= $2 OR ended_at >= $2 OR ended_at IS NULL)) a
         GROUP BY %s""";

    private static final String BY_MEASURE = Stream.of(Alert.Measure.values())
            .map(kind -> "count(*) FILTER (WHERE a.state = 'MEASURE' AND a.measure_kind = '%1$s')::int AS m_%1$s"
                    .formatted(kind))
            .collect(Collectors.joining(", "));

    private static final String ALERT = """
        SELECT a.*, h.number AS household_number, h.head_masked, h.village_name, m.display_name AS measured_name,
               e.display_name AS ended_name
          FROM monitoring_alert a JOIN household h ON h.id = a.household_id
          LEFT JOIN identity_account m ON m.id = a.measured_by LEFT JOIN identity_account e ON e.id = a.ended_by
         WHERE\s""";

    /** True for whoever comes first at that month. */
    Uni<Boolean> claim(SqlConnection connection, String region, YearMonth month, Instant now) {
        return connection
                .preparedQuery("INSERT INTO monitoring_look (region, month, looked_at) VALUES ($1, $2, $3)"
                        + " ON CONFLICT DO NOTHING")
                .execute(Tuple.of(region, number(month), OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .map(done -> done.rowCount() == 1);
    }

    private static int number(YearMonth month) {
        return month.getYear() * YEAR + month.getMonthValue();
    }

    /** An alert that was just opened. */
    record Opened(UUID id, long number, String county) {}

    /** Opens the alerts of a month; answers them. */
    Uni<List<Opened>> open(
            SqlConnection connection, String digits, YearMonth month, long lineFen, Quiet quiet, Instant now) {
        LocalDate after = month.plusMonths(1).atDay(1);
        return connection
                .preparedQuery(OPEN)
                .execute(Tuple.of(digits, after.minusYears(1), after, number(month))
                        .addOffsetDateTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                        .addLong(lineFen)
                        .addInteger(quiet.dropPercent())
                        .addInteger(quiet.days()))
                .map(rows -> Rows.list(
                        rows, row -> new Opened(row.getUUID("id"), row.getLong("number"), row.getString("county"))));
    }

    /** The counties and villages of an area after a code, each with its figures since the year began. */
    Uni<List<AlertFigures>> figures(SqlClient client, String area, Instant since, String after, int limit) {
        return client.preparedQuery(FIGURES.formatted(BY_MEASURE, """
                        GROUPING SETS ((a.county), (a.county, a.village_code))
                        HAVING coalesce(a.village_code, a.county) > $3 AND (a.village_code IS NOT NULL OR length($1) < 7)
                        ORDER BY 1 LIMIT $4"""))
                .execute(Tuple.of(area, OffsetDateTime.ofInstant(since, ZoneOffset.UTC), after, limit))
                .map(rows -> Rows.list(rows, AlertRepository::figures));
    }

    /** The whole area's. */
    Uni<AlertFigures> total(SqlClient client, String area, Instant since) {
        String whole =
                "SELECT '' AS code, NULL::text AS village_name, " + FIGURES.substring(FIGURES.indexOf("count(*)"));
        return client.preparedQuery(whole.formatted(BY_MEASURE, "()"))
                .execute(Tuple.of(area, OffsetDateTime.ofInstant(since, ZoneOffset.UTC)))
                .map(rows -> figures(rows.iterator().next()));
    }

    private static AlertFigures figures(Row row) {
        Map<Alert.Measure, Integer> measures = new EnumMap<>(Alert.Measure.class);
        for (Alert.Measure kind : Alert.Measure.values()) {
            measures.put(kind, row.getInteger("m_" + kind.name().toLowerCase(Locale.ROOT)));
        }
        return new AlertFigures(
                row.getString("code"),
                row.getString("village_name"),
                row.getInteger("opened"),
                row.getInteger("resolved"),
                row.getInteger("dismissed"),
                row.getInteger("waiting"),
                measures);
    }

    /** The region's share of a fall, and its days of peace after an alert. */
    record Quiet(int dropPercent, int days) {}

    Uni<List<Alert>> list(SqlClient client, String area, boolean open, long after, int limit) {
        String place = open
                ? "a.state IN ('OPEN','MEASURE') AND a.number > $2 ORDER BY a.number"
                : "a.state IN ('RESOLVED','DISMISSED') AND a.number < $2 ORDER BY a.number DESC";
        return client.preparedQuery(ALERT + "a.village_code LIKE $1 || '%' AND " + place + " LIMIT $3")
                .execute(Tuple.of(area, after, limit))
                .map(AlertRepository::alerts);
    }

    Uni<Optional<Alert>> find(SqlClient client, UUID id) {
        return client.preparedQuery(ALERT + "a.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> alerts(rows).stream().findFirst());
    }

    /** The same, held until the transaction ends. */
    Uni<Optional<Alert>> locked(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT 1 FROM monitoring_alert WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .chain(() -> find(connection, id));
    }

    Uni<Void> measure(SqlConnection connection, UUID id, Alert.Measure kind, String text, Actor actor, Instant now) {
        return connection
                .preparedQuery("UPDATE monitoring_alert SET state = 'MEASURE', measure_kind = $2, measure = $3,"
                        + " measured_by = $4, measured_at = $5 WHERE id = $1")
                .execute(Tuple.of(
                        id, kind.name(), text, actor.accountId(), OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<Void> end(SqlConnection connection, UUID id, Alert.State state, String reason, Actor actor, Instant now) {
        return connection
                .preparedQuery("UPDATE monitoring_alert SET state = $2, reason = $3, ended_by = $4, ended_at = $5"
                        + " WHERE id = $1")
                .execute(Tuple.of(
                        id, state.name(), reason, actor.accountId(), OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static List<Alert> alerts(RowSet<Row> rows) {
        List<Alert> found = new ArrayList<>();
        rows.forEach(row -> {
            String kind = row.getString("measure_kind");
            found.add(new Alert(
                    row.getUUID("id"),
                    row.getLong("number"),
                    row.getUUID("household_id"),
                    row.getLong("household_number"),
                    row.getString("head_masked"),
                    row.getString("village_name"),
                    row.getString("village_code"),
                    Alert.Rule.valueOf(row.getString("rule")),
                    row.getInteger("month"),
                    HouseholdStatus.valueOf(row.getString("standing")),
                    row.getInteger("persons"),
                    row.getLong("year_fen"),
                    row.getLong("before_fen"),
                    row.getLong("expected_fen"),
                    row.getOffsetDateTime("opened_at").toInstant(),
                    Alert.State.valueOf(row.getString("state")),
                    kind == null ? null : Alert.Measure.valueOf(kind),
                    row.getString("measure"),
                    row.getString("measured_name"),
                    Rows.instant(row, "measured_at"),
                    row.getString("reason"),
                    row.getString("ended_name"),
                    Rows.instant(row, "ended_at"),
                    row.getBoolean("demo")));
        });
        return found;
    }
}
