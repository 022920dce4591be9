package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.bangxiao.identity.Actor;

/** Cases that follow a certificate, and the versions that come of them. */
@ApplicationScoped
class FollowUpRepository {
    record Opening(UUID id, String kind, UUID certificateId, String packVersion, Actor applicant, Instant now) {}

    /** The newest case of the certificate once more, as a draft: whatever it held is there to be changed. */
    Uni<Void> open(SqlConnection tx, Opening opening) {
        JsonObject fresh = new JsonObject()
                .put("id", opening.id().toString())
                .put("version", 0)
                .put("kind", opening.kind())
                .put("certificate_id", opening.certificateId().toString())
                .put("pack_version", opening.packVersion())
                .put("state", ApplicationState.DRAFT.name())
                .putNull("step")
                .putNull("level")
                .putNull("due_on")
                .putNull("escalated_at")
                .putNull("notice_ends_on")
                .put("checks", "[]")
                .put("typed", "{}")
                .put("reason_zh", "")
                .put("reason_en", "")
                .put("applicant_id", opening.applicant().accountId().toString())
                .put("applicant_person_id", opening.applicant().personId().toString())
                .putNull("passed_by")
                .putNull("criterion")
                .putNull("agreement_id")
                .putNull("sheet_id")
                .putNull("sheet_row")
                .putNull("submitted_at")
                .put("created_at", opening.now().toString())
                .put("step_entered_at", opening.now().toString());
        return tx.preparedQuery("SELECT certification_open_again($1, $2)")
                .execute(Tuple.of(opening.certificateId(), fresh))
                .replaceWithVoid();
    }

    /** The papers that still hold come along. */
    Uni<Void> takeEvidence(SqlConnection tx, UUID applicationId, LocalDate today) {
        return tx.preparedQuery("""
                        INSERT INTO certification_evidence
                               (id, application_id, kind, sha256, name, expires_on, added_at, account_id, person_id)
                        SELECT gen_random_uuid(), n.id, e.kind, e.sha256, e.name, e.expires_on, n.created_at,
                               n.applicant_id, n.applicant_person_id
                          FROM certification_application n
                          JOIN certification_certificate c ON c.id = n.certificate_id
                          JOIN certification_evidence e ON e.application_id = c.application_id
                         WHERE n.id = $1
                           AND (e.expires_on IS NULL OR e.expires_on > $2)""").execute(Tuple.of(applicationId, today)).replaceWithVoid();
    }

    /** The certificate's last day, with its row locked. */
    Uni<LocalDate> lastDay(SqlConnection tx, UUID certificateId) {
        return tx.preparedQuery("SELECT valid_to FROM certification_certificate WHERE id = $1 FOR NO KEY UPDATE")
                .execute(Tuple.of(certificateId))
                .map(rows -> rows.iterator().next().getLocalDate(0));
    }

    /** The certificate says from now on what the application says; the version before stays as it was. */
    Uni<Void> newVersion(SqlConnection tx, UUID applicationId, UUID certificateId, LocalDate from, LocalDate to) {
        return tx.preparedQuery("""
                        UPDATE certification_certificate c
                           SET application_id = a.id, pack_version = a.pack_version, name_zh = a.name_zh, name_en = a.name_en,
                               category = a.category, county_code = a.county_code, criterion = a.criterion,
                               yearly_capacity = a.yearly_capacity, version_from = $3, valid_to = $4
                          FROM certification_application a WHERE a.id = $1 AND c.id = $2""")
                .execute(Tuple.of(applicationId, certificateId, from, to))
                .replaceWithVoid();
    }

    Uni<List<FollowUp>> of(SqlConnection connection, UUID certificateId) {
        return connection.preparedQuery("""
                        SELECT n.id, n.kind, n.state, n.created_at, coalesce(cv.version_no, 0) AS version_no,
                               array(SELECT f || chr(31) || coalesce(to_jsonb(b) ->> f, '') || chr(31)
                                              || coalesce(to_jsonb(n) ->> f, '')
                                       FROM unnest(certification_changed(b, n)) f ORDER BY f) AS changed
                          FROM certification_application n
                          LEFT JOIN certification_certificate_version cv ON cv.application_id = n.id
                          JOIN certification_certificate c ON c.id = n.certificate_id
                          LEFT JOIN certification_certificate_version before
                            ON before.certificate_id = c.id AND before.version_no = cv.version_no - 1
                          JOIN certification_application b ON b.id = coalesce(before.application_id, c.application_id)
                         WHERE n.certificate_id = $1 ORDER BY n.created_at DESC, n.id
                         LIMIT 200""").execute(Tuple.of(certificateId)).map(rows -> {
            List<FollowUp> cases = new ArrayList<>();
            rows.forEach(row -> cases.add(new FollowUp(
                    row.getUUID("id"),
                    row.getString("kind"),
                    ApplicationState.valueOf(row.getString("state")),
                    row.getOffsetDateTime("created_at").toInstant(),
                    differences(row.getArrayOfStrings("changed")))));
            return cases;
        });
    }

    Uni<List<CertificateVersion>> versions(SqlConnection connection, UUID certificateId) {
        return connection.preparedQuery("""
                        SELECT v.*, a.changed FROM certification_certificate_version v
                          JOIN certification_application a ON a.id = v.application_id
                         WHERE v.certificate_id = $1 ORDER BY v.version_no DESC""").execute(Tuple.of(certificateId)).map(rows -> {
            List<CertificateVersion> versions = new ArrayList<>();
            rows.forEach(row -> versions.add(version(row)));
            return versions;
        });
    }

    /** Certificates whose last day lies between these two and that were not taken back. */
    Uni<List<Ending>> ending(SqlConnection connection, LocalDate from, LocalDate to, int limit) {
        return connection.preparedQuery("""
                        SELECT id, number, organisation_id, name_zh, county_code, valid_to FROM certification_certificate
                         WHERE state <> 'REVOKED' AND valid_to BETWEEN $1 AND $2 ORDER BY valid_to, id
                         LIMIT $3""").execute(Tuple.of(from, to, limit)).map(rows -> {
            List<Ending> ending = new ArrayList<>();
            rows.forEach(row -> ending.add(new Ending(
                    row.getUUID("id"),
                    row.getString("number"),
                    row.getUUID("organisation_id"),
                    row.getString("name_zh"),
                    row.getString("county_code"),
                    row.getLocalDate("valid_to"))));
            return ending;
        });
    }

    record Ending(UUID id, String number, UUID organisationId, String nameZh, String countyCode, LocalDate validTo) {}

    private static List<FollowUp.Difference> differences(String[] packed) {
        List<FollowUp.Difference> differences = new ArrayList<>();
        for (String one : packed) {
            List<String> parts = List.of(one.split("\u001f", -1));
            differences.add(new FollowUp.Difference(field(parts.get(0)), parts.get(1), parts.get(2)));
        }
        return differences;
    }

    /** A column as the application's field is called: {@code nameZh} of {@code name_zh}. */
    private static String field(String column) {
        StringBuilder name = new StringBuilder();
        for (String part : column.split("_")) {
            name.append(name.isEmpty() ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return name.toString();
    }

    private static CertificateVersion version(Row row) {
        return new CertificateVersion(
                row.getInteger("version_no"),
                row.getString("kind"),
                row.getUUID("application_id"),
                row.getString("pack_version"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("category"),
                row.getString("county_code"),
                row.getString("criterion"),
                row.getString("package_unit"),
                row.getLong("net_weight_grams"),
                row.getLong("price_fen"),
                row.getLong("yearly_capacity"),
                row.getLocalDate("valid_from"),
                row.getLocalDate("valid_to"),
                Arrays.stream(row.getArrayOfStrings("changed"))
                        .map(FollowUpRepository::field)
                        .toList());
    }
}
