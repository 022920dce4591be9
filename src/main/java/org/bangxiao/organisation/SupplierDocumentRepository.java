package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class SupplierDocumentRepository {
    /** A confirmed document that ends soon or has ended, with nothing confirmed behind it. */
    record Ending(UUID id, UUID organisationId, String areaCode, String kind, LocalDate expiresOn) {}

    private static final String BEGIN_DAY = """
            INSERT INTO platform_fact (name, value) VALUES ('organisation.reminded-on', $1)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = now() WHERE platform_fact.value <> excluded.value""";

    private static final String COLUMNS =
            "id, organisation_id, kind, number, issued_on, expires_on, state, reason, uploaded_at, encode(sha256, 'hex') AS sha256";

    Uni<Void> insert(SqlConnection tx, DocumentView document, UUID uploadedBy) {
        return tx.preparedQuery("""
                        INSERT INTO organisation_document (id, organisation_id, kind, number, issued_on, expires_on, sha256, state,
                               uploaded_at, uploaded_by)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, 'WAITING', $8, $9)""")
                .execute(Tuple.tuple()
                        .addUUID(document.id())
                        .addUUID(document.organisationId())
                        .addString(document.kind())
                        .addString(document.number())
                        .addLocalDate(document.issuedOn())
                        .addLocalDate(document.expiresOn())
                        .addValue(Buffer.buffer(HexFormat.of().parseHex(document.sha256())))
                        .addOffsetDateTime(StandingRepository.utc(document.uploadedAt()))
                        .addUUID(uploadedBy))
                .replaceWithVoid();
    }

    /** The newest first. */
    Uni<List<DocumentView>> of(SqlConnection connection, UUID organisation) {
        return connection
                .preparedQuery("SELECT " + COLUMNS + " FROM organisation_document WHERE organisation_id = $1"
                        + " ORDER BY uploaded_at DESC, id DESC")
                .execute(Tuple.of(organisation))
                .map(rows -> {
                    List<DocumentView> documents = new ArrayList<>();
                    rows.forEach(row -> documents.add(view(row)));
                    return documents;
                });
    }

    /** The confirmed ones of many, those that hold longest first. */
    Uni<Map<UUID, List<DocumentView>>> confirmed(SqlConnection connection, Collection<UUID> organisations) {
        return connection
                .preparedQuery("SELECT " + COLUMNS + " FROM organisation_document"
                        + " WHERE organisation_id = ANY ($1) AND state = 'CONFIRMED'"
                        + " ORDER BY expires_on DESC NULLS FIRST, uploaded_at DESC, id DESC")
                .execute(Tuple.of(organisations.stream().distinct().toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, List<DocumentView>> held = new HashMap<>();
                    rows.forEach(row -> {
                        DocumentView document = view(row);
                        held.computeIfAbsent(document.organisationId(), id -> new ArrayList<>())
                                .add(document);
                    });
                    return held;
                });
    }

    Uni<Optional<DocumentView>> find(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT " + COLUMNS + " FROM organisation_document WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(view(row));
                    }
                    return Optional.empty();
                });
    }

    /** Decides on a document that waits; false where somebody was quicker. */
    Uni<Boolean> decide(
            SqlConnection tx, UUID id, DocumentView.State to, String reason, @Nullable UUID officer, Instant now) {
        return tx.preparedQuery("""
                        UPDATE organisation_document SET state = $2, reason = $3, decided_by = $4, decided_at = $5
                         WHERE id = $1 AND state = 'WAITING'""")
                .execute(Tuple.of(id, to.name(), reason, officer, StandingRepository.utc(now)))
                .map(done -> done.rowCount() == 1);
    }

    /** Required documents whose last day lies between the two, and behind which nothing is confirmed. */
    Uni<List<Ending>> ending(SqlConnection connection, LocalDate from, LocalDate to) {
        return connection.preparedQuery("""
                        SELECT d.id, d.organisation_id, o.area_code, d.kind, d.expires_on
                          FROM organisation_document d
                          JOIN organisation_supplier s ON s.organisation_id = d.organisation_id AND d.kind = ANY (s.required)
                          JOIN organisation o ON o.id = d.organisation_id
                         WHERE d.state = 'CONFIRMED' AND d.expires_on BETWEEN $1 AND $2
                           AND NOT EXISTS (SELECT 1 FROM organisation_document n
                                            WHERE n.organisation_id = d.organisation_id AND n.kind = d.kind
                                              AND n.state = 'CONFIRMED'
                                              AND coalesce(n.expires_on, '9999-12-31') > d.expires_on)
                         ORDER BY d.expires_on, d.id""").execute(Tuple.of(from, to)).map(rows -> {
            List<Ending> ending = new ArrayList<>();
            rows.forEach(row -> ending.add(new Ending(
                    row.getUUID("id"),
                    row.getUUID("organisation_id"),
                    row.getString("area_code"),
                    row.getString("kind"),
                    row.getLocalDate("expires_on"))));
            return ending;
        });
    }

    /** Notes that reminders went out on a day; false where they had already. */
    Uni<Boolean> beginDay(SqlConnection tx, LocalDate day) {
        return tx.preparedQuery(BEGIN_DAY).execute(Tuple.of(day.toString())).map(done -> done.rowCount() == 1);
    }

    private static DocumentView view(Row row) {
        return new DocumentView(
                row.getUUID("id"),
                row.getUUID("organisation_id"),
                row.getString("kind"),
                row.getString("number"),
                row.getLocalDate("issued_on"),
                row.getLocalDate("expires_on"),
                DocumentView.State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getOffsetDateTime("uploaded_at").toInstant(),
                row.getString("sha256"));
    }
}
