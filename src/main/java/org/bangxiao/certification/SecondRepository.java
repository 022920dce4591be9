package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.jspecify.annotations.Nullable;

/** Certificates of others, with what the county said of them. */
@ApplicationScoped
class SecondRepository {
    record Row(
            UUID id,
            UUID certificateId,
            String kind,
            String number,
            LocalDate validFrom,
            LocalDate validTo,
            String sha256) {}

    record Stored(Row row, String state, @Nullable String reason) {}

    Uni<List<Stored>> of(SqlConnection connection, UUID certificateId) {
        return find(connection, "certificate_id = $1", certificateId);
    }

    Uni<List<Stored>> ofProduct(SqlConnection connection, UUID productId) {
        return find(
                connection,
                "state = 'CONFIRMED' AND certificate_id = (SELECT id FROM certification_certificate WHERE product_id = $1)",
                productId);
    }

    private static Uni<List<Stored>> find(SqlConnection connection, String where, UUID id) {
        return connection
                .preparedQuery("SELECT *, encode(sha256, 'hex') AS hash FROM certification_second WHERE " + where
                        + " ORDER BY entered_at DESC, id LIMIT 200")
                .execute(Tuple.of(id))
                .map(rows -> {
                    List<Stored> found = new ArrayList<>();
                    rows.forEach(row -> found.add(new Stored(
                            new Row(
                                    row.getUUID("id"),
                                    row.getUUID("certificate_id"),
                                    row.getString("kind"),
                                    row.getString("number"),
                                    row.getLocalDate("valid_from"),
                                    row.getLocalDate("valid_to"),
                                    row.getString("hash")),
                            row.getString("state"),
                            row.getString("reason"))));
                    return found;
                });
    }

    Uni<Void> enter(SqlConnection tx, Row row, Actor supplier, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO certification_second (id, certificate_id, kind, number, valid_from, valid_to, sha256,
                               entered_by, entered_person, entered_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""")
                .execute(Tuple.tuple()
                        .addUUID(row.id())
                        .addUUID(row.certificateId())
                        .addString(row.kind())
                        .addString(row.number())
                        .addLocalDate(row.validFrom())
                        .addLocalDate(row.validTo())
                        .addValue(Buffer.buffer(HexFormat.of().parseHex(row.sha256())))
                        .addUUID(supplier.accountId())
                        .addUUID(supplier.personId())
                        .addOffsetDateTime(utc(now)))
                .replaceWithVoid();
    }

    /** False where it is not there or was decided before. */
    Uni<Boolean> decide(
            SqlConnection tx,
            UUID certificateId,
            UUID id,
            boolean confirmed,
            String reason,
            Actor officer,
            Instant now) {
        return tx.preparedQuery("""
                        UPDATE certification_second SET state = $3, reason = nullif($4, ''), decided_by = $5,
                               decided_person = $6, decided_at = $7
                         WHERE id = $1 AND certificate_id = $2 AND state = 'ENTERED'""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(certificateId)
                        .addString(confirmed ? "CONFIRMED" : "REFUSED")
                        .addString(reason)
                        .addUUID(officer.accountId())
                        .addUUID(officer.personId())
                        .addOffsetDateTime(utc(now)))
                .map(updated -> updated.rowCount() == 1);
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
