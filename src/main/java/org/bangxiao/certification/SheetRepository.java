package org.bangxiao.certification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.platform.Digests;
import org.jspecify.annotations.Nullable;

/** Uploaded sheets with their cells. */
@ApplicationScoped
class SheetRepository {
    private static final TypeReference<List<List<String>>> CELLS = new TypeReference<>() {};
    private static final int MOST_SHOWN = 50;

    private final ObjectMapper json;

    SheetRepository(ObjectMapper json) {
        this.json = json;
    }

    /** A sheet as it is kept. */
    record Kept(
            UUID id,
            UUID organisationId,
            String fileName,
            List<List<String>> cells,
            Instant uploadedAt,
            @Nullable Instant confirmedAt,
            int drafts) {}

    /** Keeps a sheet, or finds the one that is the same file. */
    Uni<UUID> keep(
            SqlConnection tx,
            UUID id,
            UUID organisationId,
            byte[] file,
            String fileName,
            List<List<String>> cells,
            Instant now,
            UUID accountId) {
        byte[] sha256 = Digests.sha256(file);
        return tx.preparedQuery("""
                        INSERT INTO certification_sheet (id, organisation_id, sha256, file_name, cells, uploaded_at, account_id)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        ON CONFLICT ON CONSTRAINT certification_sheet_once DO UPDATE SET file_name = certification_sheet.file_name
                        RETURNING id""")
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addUUID(organisationId)
                        .addBuffer(Buffer.buffer(sha256))
                        .addString(fileName)
                        .addString(write(cells))
                        .addOffsetDateTime(utc(now))
                        .addUUID(accountId))
                .map(rows -> rows.iterator().next().getUUID("id"));
    }

    Uni<Optional<Kept>> find(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("SELECT * FROM certification_sheet WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(kept(rows.iterator().next())));
    }

    /** The latest of an organisation, newest first, without their cells. */
    Uni<List<Kept>> latest(SqlConnection connection, UUID organisationId) {
        return connection
                .preparedQuery("""
                        SELECT id, organisation_id, file_name, '[]' AS cells, uploaded_at, confirmed_at, drafts
                          FROM certification_sheet WHERE organisation_id = $1 ORDER BY uploaded_at DESC, id LIMIT $2
                        """)
                .execute(Tuple.of(organisationId, MOST_SHOWN))
                .map(rows -> {
                    List<Kept> sheets = new ArrayList<>();
                    rows.forEach(row -> sheets.add(kept(row)));
                    return sheets;
                });
    }

    private Kept kept(Row row) {
        OffsetDateTime confirmed = row.getOffsetDateTime("confirmed_at");
        return new Kept(
                row.getUUID("id"),
                row.getUUID("organisation_id"),
                row.getString("file_name"),
                read(row.getString("cells")),
                row.getOffsetDateTime("uploaded_at").toInstant(),
                confirmed == null ? null : confirmed.toInstant(),
                row.getInteger("drafts"));
    }

    private String write(List<List<String>> cells) {
        try {
            return json.writeValueAsString(cells);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<List<String>> read(String text) {
        try {
            return json.readValue(text, CELLS);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
