package org.bangxiao.supervision;

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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Rows;
import org.jspecify.annotations.Nullable;

/** Reads and writes findings and their steps. */
@ApplicationScoped
class FindingRepository {
    private static final int HASH = 64;
    private static final String FINDING = """
        SELECT f.*, o.name_zh AS supplier_zh, o.name_en AS supplier_en
          FROM supervision_finding f JOIN organisation o ON o.id = f.organisation_id WHERE\s""";

    /** What is written down first. */
    record Note(
            UUID id,
            String region,
            @Nullable UUID inspectionId,
            @Nullable UUID caseId,
            UUID organisationId,
            String countyCode,
            Finding.Severity severity,
            String content,
            String level,
            LocalDate dueOn) {}

    /** What a step leaves behind: where the finding waits, for whom, until when. */
    record Turn(
            Finding.State state,
            String level,
            LocalDate dueOn,
            @Nullable String measure,
            @Nullable LocalDate measureDueOn) {}

    Uni<List<Finding>> inArea(SqlClient client, String sight, Filter filter) {
        return list(client, "f.county_code LIKE $1 || '%'", Tuple.of(sight), filter);
    }

    /** What a supplier may read of itself. */
    Uni<List<Finding>> of(SqlClient client, UUID organisation, Filter filter) {
        return list(client, "f.organisation_id = $1 AND f.published_at IS NOT NULL", Tuple.of(organisation), filter);
    }

    private Uni<List<Finding>> list(SqlClient client, String whose, Tuple who, Filter filter) {
        String place = filter.open()
                ? "f.state <> 'CLOSED' AND f.number > $4 ORDER BY f.number"
                : "f.state = 'CLOSED' AND f.number < $4 ORDER BY f.number DESC";
        return client.preparedQuery(FINDING + whose
                        + " AND f.county_code LIKE $2 || '%' AND ($3 = '' OR f.state = $3) AND " + place + " LIMIT $5")
                .execute(who.addString(filter.area())
                        .addString(filter.kind())
                        .addLong(filter.after())
                        .addInteger(filter.size() + 1))
                .map(FindingRepository::findings);
    }

    Uni<List<Finding>> ofInspection(SqlClient client, UUID inspection) {
        return client.preparedQuery(FINDING + "f.inspection_id = $1 ORDER BY f.number")
                .execute(Tuple.of(inspection))
                .map(FindingRepository::findings);
    }

    Uni<List<Finding>> ofCase(SqlClient client, UUID caseId) {
        return client.preparedQuery(FINDING + "(f.case_id = $1 OR f.inspection_id IN"
                        + " (SELECT id FROM supervision_inspection WHERE case_id = $1)) ORDER BY f.number")
                .execute(Tuple.of(caseId))
                .map(FindingRepository::findings);
    }

    Uni<Optional<Finding>> find(SqlClient client, UUID id) {
        return client.preparedQuery(FINDING + "f.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> findings(rows).stream().findFirst());
    }

    Uni<Optional<Finding>> locked(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT 1 FROM supervision_finding WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .chain(() -> find(connection, id));
    }

    Uni<Void> note(SqlConnection connection, Note note, Actor actor, Instant now) {
        return connection
                .preparedQuery("""
                    INSERT INTO supervision_finding (id, region, inspection_id, case_id, organisation_id, county_code, severity,
                                                     content, state, level, due_on, found_by, found_person, found_at, demo)
                    SELECT $1, $2, $3, $4, o.id, $6, $7, $8, 'FOUND', $9, $10, $11, $12, $13, o.demo
                      FROM organisation o WHERE o.id = $5""")
                .execute(Tuple.tuple()
                        .addUUID(note.id())
                        .addString(note.region())
                        .addUUID(note.inspectionId())
                        .addUUID(note.caseId())
                        .addUUID(note.organisationId())
                        .addString(note.countyCode())
                        .addString(note.severity().name())
                        .addString(note.content())
                        .addString(note.level())
                        .addLocalDate(note.dueOn())
                        .addUUID(actor.accountId())
                        .addUUID(actor.personId())
                        .addOffsetDateTime(at(now)))
                .replaceWithVoid();
    }

    /** Moves a finding on; published from its first measure on, closed by the actor where that is the new state. */
    Uni<Void> turn(SqlConnection connection, UUID id, Turn turn, Actor actor, Instant now) {
        return connection
                .preparedQuery("""
                    UPDATE supervision_finding
                       SET state = $2, level = $3, due_on = $4, measure = coalesce($5, measure),
                           measure_due_on = coalesce($6, measure_due_on), published_at = coalesce(published_at, $7),
                           closed_at = CASE $2 WHEN 'CLOSED' THEN $7 END,
                           closed_by = CASE $2 WHEN 'CLOSED' THEN $8::uuid END,
                           closed_person = CASE $2 WHEN 'CLOSED' THEN $9::uuid END
                     WHERE id = $1""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(turn.state().name())
                        .addString(turn.level())
                        .addLocalDate(turn.dueOn())
                        .addString(turn.measure())
                        .addLocalDate(turn.measureDueOn())
                        .addOffsetDateTime(at(now))
                        .addUUID(actor.accountId())
                        .addUUID(actor.personId()))
                .replaceWithVoid();
    }

    Uni<Void> step(
            SqlConnection connection,
            UUID finding,
            String kind,
            String content,
            Actor actor,
            Instant now,
            List<String> files) {
        return connection
                .preparedQuery("""
                    WITH step AS (INSERT INTO supervision_step (finding_id, kind, content, account_id, person_id, at)
                                  VALUES ($1, $2, $3, $4, $5, $6) RETURNING id)
                    INSERT INTO supervision_step_picture (step_id, position, sha256)
                    SELECT step.id, f.place - 1, decode(f.sha256, 'hex')
                      FROM step, unnest($7::text[]) WITH ORDINALITY AS f(sha256, place)""")
                .execute(Tuple.of(finding, kind, content, actor.accountId(), actor.personId())
                        .addOffsetDateTime(at(now))
                        .addArrayOfString(files.toArray(String[]::new)))
                .replaceWithVoid();
    }

    Uni<List<Step>> steps(SqlClient client, UUID finding) {
        return client.preparedQuery("""
            SELECT s.kind, s.content, s.at, who.display_name,
                   coalesce(array_agg(encode(d.sha256, 'hex') || CASE WHEN d.width_px > 0 THEN ' picture' ELSE '' END
                                      ORDER BY p.position) FILTER (WHERE d.sha256 IS NOT NULL), '{}') AS files
              FROM supervision_step s
              LEFT JOIN identity_account who ON who.id = s.account_id
              LEFT JOIN supervision_step_picture p ON p.step_id = s.id
              LEFT JOIN document_content d ON d.sha256 = p.sha256
             WHERE s.finding_id = $1 GROUP BY s.id, who.display_name ORDER BY s.id""").execute(Tuple.of(finding)).map(rows -> {
            List<Step> found = new ArrayList<>();
            rows.forEach(row -> found.add(new Step(
                    row.getString("kind"),
                    row.getString("content"),
                    row.getOffsetDateTime("at").toInstant(),
                    row.getString("display_name"),
                    Arrays.stream(row.getArrayOfStrings("files"))
                            .map(file -> new Step.File(file.substring(0, HASH), file.length() > HASH))
                            .toList())));
            return found;
        });
    }

    /** Whether a file belongs to the finding. */
    Uni<Boolean> has(SqlClient client, UUID finding, String sha256) {
        return client.preparedQuery("""
            SELECT 1 FROM supervision_step s JOIN supervision_step_picture p ON p.step_id = s.id
             WHERE s.finding_id = $1 AND encode(p.sha256, 'hex') = $2 LIMIT 1
            """).execute(Tuple.of(finding, sha256)).map(rows -> rows.size() > 0);
    }

    private static OffsetDateTime at(Instant now) {
        return OffsetDateTime.ofInstant(now, ZoneOffset.UTC);
    }

    private static List<Finding> findings(RowSet<Row> rows) {
        List<Finding> found = new ArrayList<>();
        rows.forEach(row -> found.add(new Finding(
                row.getUUID("id"),
                row.getLong("number"),
                row.getUUID("inspection_id"),
                row.getUUID("case_id"),
                row.getUUID("organisation_id"),
                row.getString("supplier_zh"),
                row.getString("supplier_en"),
                row.getString("county_code"),
                Finding.Severity.valueOf(row.getString("severity")),
                row.getString("content"),
                Finding.State.valueOf(row.getString("state")),
                row.getOffsetDateTime("found_at").toInstant(),
                Rows.instant(row, "published_at"),
                row.getString("level"),
                row.getLocalDate("due_on"),
                Rows.instant(row, "escalated_at"),
                row.getString("measure"),
                row.getLocalDate("measure_due_on"),
                Rows.instant(row, "closed_at"),
                row.getBoolean("demo"))));
        return found;
    }
}
