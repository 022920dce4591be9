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
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Rows;
import org.bangxiao.region.WatchRules;
import org.jspecify.annotations.Nullable;

/** Reads and writes inspections and the choice of whom to inspect. */
@ApplicationScoped
class InspectionRepository {
    private static final String INSPECTION = """
        SELECT i.*, o.name_zh AS supplier_zh, o.name_en AS supplier_en,
               (SELECT count(*)::int FROM supervision_finding f WHERE f.inspection_id = i.id) AS findings
          FROM supervision_inspection i JOIN organisation o ON o.id = i.organisation_id
         WHERE\s""";

    /** Whom an inspection is ordered for, and from what it was chosen. */
    record Order(
            UUID id,
            String region,
            UUID organisationId,
            String countyCode,
            String chosenBy,
            @Nullable UUID drawId,
            @Nullable UUID caseId,
            Map<String, Object> facts,
            String reason) {}

    /** A supplier that may be inspected. */
    record Candidate(UUID organisationId, String countyCode, Map<String, Object> facts) {}

    Uni<List<Inspection>> list(SqlClient client, String sight, Filter filter) {
        String place = filter.open()
                ? "i.done_at IS NULL AND i.number > $4 ORDER BY i.number"
                : "i.done_at IS NOT NULL AND i.number < $4 ORDER BY i.number DESC";
        return client.preparedQuery(INSPECTION
                        + "i.county_code LIKE $1 || '%' AND i.county_code LIKE $2 || '%' AND ($3 = '' OR i.chosen_by ="
                        + " $3) AND "
                        + place + " LIMIT $5")
                .execute(Tuple.of(sight, filter.area(), filter.kind(), filter.after(), filter.size() + 1))
                .map(InspectionRepository::inspections);
    }

    Uni<Optional<Inspection>> find(SqlClient client, UUID id) {
        return client.preparedQuery(INSPECTION + "i.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> inspections(rows).stream().findFirst());
    }

    Uni<List<Inspection>> ofDraw(SqlClient client, UUID draw) {
        return client.preparedQuery(INSPECTION + "i.draw_id = $1 ORDER BY i.number")
                .execute(Tuple.of(draw))
                .map(InspectionRepository::inspections);
    }

    Uni<List<Inspection>> ofCase(SqlClient client, UUID caseId) {
        return client.preparedQuery(INSPECTION + "i.case_id = $1 ORDER BY i.number")
                .execute(Tuple.of(caseId))
                .map(InspectionRepository::inspections);
    }

    Uni<Optional<Inspection>> locked(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT 1 FROM supervision_inspection WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .chain(() -> find(connection, id));
    }

    /** False where a visit to that supplier is still to be made. */
    Uni<Boolean> order(SqlConnection connection, Order order, Actor actor, Instant now) {
        return connection
                .preparedQuery("""
                    INSERT INTO supervision_inspection (id, region, organisation_id, county_code, chosen_by, draw_id, case_id,
                                                        facts, reason, ordered_by, ordered_person, ordered_at, demo)
                    SELECT $1, $2, o.id, $4, $5, $6, $7, $8, $9, $10, $11, $12, o.demo FROM organisation o WHERE o.id = $3
                    ON CONFLICT (organisation_id) WHERE done_at IS NULL DO NOTHING""")
                .execute(Tuple.tuple()
                        .addUUID(order.id())
                        .addString(order.region())
                        .addUUID(order.organisationId())
                        .addString(order.countyCode())
                        .addString(order.chosenBy())
                        .addUUID(order.drawId())
                        .addUUID(order.caseId())
                        .addValue(new JsonObject(order.facts()))
                        .addString(order.reason())
                        .addUUID(actor.accountId())
                        .addUUID(actor.personId())
                        .addOffsetDateTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .map(done -> done.rowCount() == 1);
    }

    Uni<Void> conclude(SqlConnection connection, UUID id, String summary, Actor actor, Instant now) {
        OffsetDateTime at = OffsetDateTime.ofInstant(now, ZoneOffset.UTC);
        return connection
                .preparedQuery("UPDATE supervision_inspection SET summary = $2, done_by = $3, done_person = $4,"
                        + " done_at = $5 WHERE id = $1")
                .execute(Tuple.of(id, summary, actor.accountId(), actor.personId(), at))
                .chain(() -> connection
                        .preparedQuery("UPDATE supervision_finding SET published_at = $2 WHERE inspection_id = $1")
                        .execute(Tuple.of(id, at)))
                .replaceWithVoid();
    }

    /** The suppliers of an area with a certificate that holds on the day, by id. */
    Uni<List<Candidate>> population(SqlConnection connection, String prefix, LocalDate today) {
        return connection.preparedQuery("""
            SELECT o.id, min(c.county_code) AS county_code FROM organisation o
              JOIN certification_certificate c ON c.organisation_id = o.id
             WHERE c.county_code LIKE $1 || '%' AND c.state = 'VALID' AND c.valid_to >= $2
             GROUP BY o.id ORDER BY o.id""").execute(Tuple.of(prefix, today)).map(rows -> {
            List<Candidate> found = new ArrayList<>();
            rows.forEach(row -> found.add(new Candidate(row.getUUID("id"), row.getString("county_code"), Map.of())));
            return found;
        });
    }

    /** Who holds a certificate, by its number. */
    Uni<Optional<Candidate>> holder(SqlConnection connection, String number) {
        return connection
                .preparedQuery("SELECT c.organisation_id, c.county_code, o.demo FROM certification_certificate c"
                        + " JOIN organisation o ON o.id = c.organisation_id WHERE c.number = upper($1)")
                .execute(Tuple.of(number))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new Candidate(
                                row.getUUID("organisation_id"),
                                row.getString("county_code"),
                                Map.of("demo", row.getBoolean("demo"))));
                    }
                    return Optional.empty();
                });
    }

    /**
     * The suppliers with the highest score: open cases, complaints of the pack's days, doublings of sales against the days
     * before; without those that a visit is already ordered for.
     */
    Uni<List<Candidate>> riskiest(
            SqlConnection connection, String prefix, WatchRules rules, Instant now, LocalDate today, int wanted) {
        return connection
                .preparedQuery("""
                    WITH who AS (SELECT organisation_id AS id, min(county_code) AS county_code FROM certification_certificate
                                  WHERE county_code LIKE $1 || '%' AND state = 'VALID' AND valid_to >= $2 GROUP BY 1),
                    seen AS (
                        SELECT w.id, w.county_code,
                               (SELECT count(*)::int FROM supervision_case s
                                 WHERE s.organisation_id = w.id AND s.outcome IS NULL) AS cases,
                               (SELECT count(*)::int FROM supervision_complaint k WHERE k.organisation_id = w.id
                                   AND k.lodged_at >= $3::timestamptz - make_interval(days => $4)) AS complaints,
                               coalesce(l.late, 0) AS late, coalesce(l.early, 0) AS early
                          FROM who w
                          LEFT JOIN LATERAL (
                               SELECT sum(gross_fen) FILTER (WHERE sold_at >= $3::timestamptz - make_interval(days => $4))::bigint AS late,
                                      sum(gross_fen) FILTER (WHERE sold_at < $3::timestamptz - make_interval(days => $4))::bigint AS early
                                 FROM sale WHERE organisation_id = w.id
                                  AND sold_at >= $3::timestamptz - make_interval(days => 2 * $4) AND sold_at < $3::timestamptz) l ON true
                         WHERE NOT EXISTS (SELECT 1 FROM supervision_inspection i
                                            WHERE i.organisation_id = w.id AND i.done_at IS NULL)),
                    scored AS (
                        SELECT *, CASE WHEN early > 0 THEN least(greatest(late / early - 1, 0), 10)::int ELSE 0 END AS doublings
                          FROM seen)
                    SELECT id, county_code, cases, complaints, doublings, early, late,
                           cases * $5::int + complaints * $6::int + doublings * $7::int AS score
                      FROM scored ORDER BY score DESC, id LIMIT $8""")
                .execute(Tuple.tuple()
                        .addString(prefix)
                        .addLocalDate(today)
                        .addOffsetDateTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                        .addInteger(rules.complaints().days())
                        .addInteger(rules.risk().openCase())
                        .addInteger(rules.risk().complaint())
                        .addInteger(rules.risk().doubledSales())
                        .addInteger(wanted))
                .map(InspectionRepository::scored);
    }

    private static List<Candidate> scored(RowSet<Row> rows) {
        List<Candidate> found = new ArrayList<>();
        rows.forEach(row -> {
            if (row.getInteger("score") > 0) {
                found.add(new Candidate(
                        row.getUUID("id"),
                        row.getString("county_code"),
                        Map.of(
                                "score", row.getInteger("score"),
                                "openCases", row.getInteger("cases"),
                                "complaints", row.getInteger("complaints"),
                                "doublings", row.getInteger("doublings"),
                                "salesBeforeFen", row.getLong("early"),
                                "salesFen", row.getLong("late"))));
            }
        });
        return found;
    }

    private static List<Inspection> inspections(RowSet<Row> rows) {
        List<Inspection> found = new ArrayList<>();
        rows.forEach(row -> found.add(new Inspection(
                row.getUUID("id"),
                row.getLong("number"),
                row.getString("region"),
                row.getUUID("organisation_id"),
                row.getString("supplier_zh"),
                row.getString("supplier_en"),
                row.getString("county_code"),
                row.getString("chosen_by"),
                row.getUUID("draw_id"),
                row.getUUID("case_id"),
                Fact.of((JsonObject) row.getValue("facts")),
                row.getString("reason"),
                row.getOffsetDateTime("ordered_at").toInstant(),
                row.getString("summary"),
                Rows.instant(row, "done_at"),
                row.getInteger("findings"),
                row.getBoolean("demo"))));
        return found;
    }
}
