package org.bangxiao.region;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The versions of policy packs that were in force here. */
@ApplicationScoped
class RegionRepository {
    /** Keeps each version once; the day it was first seen stays. */
    Uni<Void> keep(SqlConnection connection, List<PackFolder> packs, Instant now) {
        List<Tuple> rows = packs.stream()
                .map(pack -> Tuple.of(pack.version(), pack.key(), content(pack), now.atOffset(ZoneOffset.UTC)))
                .toList();
        return connection.preparedQuery("""
                        INSERT INTO region_pack_version (version, pack, content, first_seen)
                        VALUES ($1, $2, $3, $4) ON CONFLICT (version) DO NOTHING""").executeBatch(rows).replaceWithVoid();
    }

    Uni<Optional<PackFolder>> find(SqlConnection connection, String version) {
        return connection
                .preparedQuery("SELECT pack, content FROM region_pack_version WHERE version = $1")
                .execute(Tuple.of(version))
                .map(found -> {
                    RowIterator<Row> rows = found.iterator();
                    return rows.hasNext() ? Optional.of(folder(version, rows.next())) : Optional.empty();
                });
    }

    private static JsonObject content(PackFolder pack) {
        JsonObject content = new JsonObject();
        pack.files().forEach((name, bytes) -> content.put(name, new String(bytes, StandardCharsets.UTF_8)));
        return content;
    }

    private static PackFolder folder(String version, Row row) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        JsonObject content = row.getJsonObject("content");
        for (String name : content.fieldNames()) {
            files.put(name, content.getString(name).getBytes(StandardCharsets.UTF_8));
        }
        return new PackFolder(version, row.getString("pack"), files);
    }
}
