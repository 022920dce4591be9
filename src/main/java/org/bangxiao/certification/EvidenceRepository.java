package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.jspecify.annotations.Nullable;

/** The papers of applications; their content lies with the documents. */
@ApplicationScoped
class EvidenceRepository {
    private static final String VIEW = """
            SELECT e.id, e.kind, e.sha256, e.name, d.media_type, d.size_bytes, d.width_px, e.expires_on, e.added_at,
                   a.state IN ('DRAFT','RETURNED')
                     AND (a.submitted_at IS NULL OR e.added_at > a.submitted_at) AS removable
              FROM certification_evidence e
              JOIN certification_application a ON a.id = e.application_id
              JOIN document_content d ON d.sha256 = e.sha256
             WHERE e.application_id = $1""";

    /** What goes into a row. */
    record Entry(
            UUID id,
            UUID applicationId,
            String kind,
            String sha256,
            String name,
            @Nullable LocalDate expiresOn,
            Instant at) {}

    /** Newest first. */
    Uni<List<EvidenceView>> of(SqlConnection connection, UUID applicationId) {
        return connection
                .preparedQuery(VIEW + " ORDER BY e.added_at DESC, e.id DESC")
                .execute(Tuple.of(applicationId))
                .map(rows -> {
                    List<EvidenceView> files = new ArrayList<>();
                    rows.forEach(row -> files.add(view(row)));
                    return files;
                });
    }

    Uni<Optional<EvidenceView>> find(SqlConnection connection, UUID applicationId, UUID id) {
        return connection
                .preparedQuery(VIEW + " AND e.id = $2")
                .execute(Tuple.of(applicationId, id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(view(rows.iterator().next())));
    }

    /** Kinds of which a paper is there that holds on the day. */
    Uni<Set<String>> kinds(SqlConnection connection, UUID applicationId, LocalDate on) {
        return connection
                .preparedQuery("""
                        SELECT DISTINCT kind FROM certification_evidence
                         WHERE application_id = $1 AND (expires_on IS NULL OR expires_on >= $2)
                        """)
                .execute(Tuple.of(applicationId, on))
                .map(rows -> {
                    Set<String> kinds = new HashSet<>();
                    rows.forEach(row -> kinds.add(row.getString("kind")));
                    return kinds;
                });
    }

    /** The same paper of the same kind again changes nothing. */
    Uni<Void> add(SqlConnection tx, Entry entry, Actor by) {
        return tx.preparedQuery("""
                        INSERT INTO certification_evidence
                               (id, application_id, kind, sha256, name, expires_on, added_at, account_id, person_id)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        ON CONFLICT ON CONSTRAINT certification_evidence_once DO NOTHING
                        """)
                .execute(Tuple.tuple()
                        .addUUID(entry.id())
                        .addUUID(entry.applicationId())
                        .addString(entry.kind())
                        .addBuffer(Buffer.buffer(HexFormat.of().parseHex(entry.sha256())))
                        .addString(entry.name())
                        .addLocalDate(entry.expiresOn())
                        .addOffsetDateTime(OffsetDateTime.ofInstant(entry.at(), ZoneOffset.UTC))
                        .addUUID(by.accountId())
                        .addUUID(by.personId()))
                .replaceWithVoid();
    }

    /** False where no such paper was there. */
    Uni<Boolean> remove(SqlConnection tx, UUID applicationId, UUID id) {
        return tx.preparedQuery("DELETE FROM certification_evidence WHERE application_id = $1 AND id = $2")
                .execute(Tuple.of(applicationId, id))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Takes papers of these kinds over from another application of the same supplier. */
    Uni<Void> copy(SqlConnection tx, UUID from, UUID to, Set<String> kinds, Instant at, Actor by) {
        return tx.preparedQuery("""
                        INSERT INTO certification_evidence
                               (id, application_id, kind, sha256, name, expires_on, added_at, account_id, person_id)
                        SELECT uuidv7(), $2, kind, sha256, name, expires_on, $4, $5, $6
                          FROM certification_evidence WHERE application_id = $1 AND kind = ANY ($3)
                        """)
                .execute(Tuple.tuple()
                        .addUUID(from)
                        .addUUID(to)
                        .addValue(kinds.toArray(String[]::new))
                        .addOffsetDateTime(OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                        .addUUID(by.accountId())
                        .addUUID(by.personId()))
                .replaceWithVoid();
    }

    private static EvidenceView view(Row row) {
        return new EvidenceView(
                row.getUUID("id"),
                row.getString("kind"),
                HexFormat.of().formatHex(row.getBuffer("sha256").getBytes()),
                row.getString("name"),
                row.getString("media_type"),
                row.getLong("size_bytes"),
                row.getInteger("width_px"),
                row.getLocalDate("expires_on"),
                row.getOffsetDateTime("added_at").toInstant(),
                row.getBoolean("removable"));
    }
}
