package org.bangxiao.document;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class DocumentRepository {
    Uni<Void> keep(SqlConnection connection, StoredDocument facts, byte[] content) {
        return connection
                .preparedQuery("""
                        INSERT INTO document_content (sha256, media_type, size_bytes, width_px, height_px, content)
                        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (sha256) DO NOTHING""")
                .execute(Tuple.tuple()
                        .addBuffer(hash(facts.sha256()))
                        .addString(facts.mediaType())
                        .addLong(facts.sizeBytes())
                        .addInteger(facts.widthPx())
                        .addInteger(facts.heightPx())
                        .addBuffer(Buffer.buffer(content)))
                .replaceWithVoid();
    }

    Uni<@Nullable StoredDocument> find(SqlConnection connection, String sha256) {
        return connection
                .preparedQuery(
                        "SELECT media_type, size_bytes, width_px, height_px FROM document_content WHERE sha256 = $1")
                .execute(Tuple.tuple().addBuffer(hash(sha256)))
                .map(rows -> {
                    Row row = first(rows);
                    return row == null
                            ? null
                            : new StoredDocument(
                                    sha256,
                                    row.getString("media_type"),
                                    row.getLong("size_bytes"),
                                    row.getInteger("width_px"),
                                    row.getInteger("height_px"));
                });
    }

    Uni<byte @Nullable []> content(SqlConnection connection, String sha256) {
        return connection
                .preparedQuery("SELECT content FROM document_content WHERE sha256 = $1")
                .execute(Tuple.tuple().addBuffer(hash(sha256)))
                .map(rows -> {
                    Row row = first(rows);
                    return row == null ? null : row.getBuffer("content").getBytes();
                });
    }

    private static @Nullable Row first(RowSet<Row> rows) {
        Iterator<Row> all = rows.iterator();
        return all.hasNext() ? all.next() : null;
    }

    private static Buffer hash(String sha256) {
        return Buffer.buffer(HexFormat.of().parseHex(sha256));
    }
}
