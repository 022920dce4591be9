package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys that sign certificates; private halves are only ever seen sealed here. */
@ApplicationScoped
class KeyRepository {
    record StoredKey(String kid, Buffer publicKey, Buffer privateCipher) {}

    private static final String KEYS = "SELECT kid, public_key, private_cipher FROM certification_signing_key ";

    Uni<List<StoredKey>> all(SqlConnection connection) {
        return connection
                .query(KEYS + "ORDER BY created_at DESC, kid")
                .execute()
                .map(KeyRepository::keys);
    }

    Uni<Optional<StoredKey>> newest(SqlConnection connection) {
        return all(connection).map(keys -> keys.stream().findFirst());
    }

    /** The same while nobody else may make the first one. */
    Uni<Optional<StoredKey>> newestAlone(SqlConnection tx) {
        return tx.query("SELECT pg_advisory_xact_lock(1004)").execute().chain(() -> newest(tx));
    }

    Uni<Optional<StoredKey>> find(SqlConnection connection, String kid) {
        return connection
                .preparedQuery(KEYS + "WHERE kid = $1")
                .execute(Tuple.of(kid))
                .map(rows -> keys(rows).stream().findFirst());
    }

    Uni<Void> add(SqlConnection tx, StoredKey key, Instant now) {
        return tx.preparedQuery("""
                        INSERT INTO certification_signing_key (kid, public_key, private_cipher, created_at)
                        VALUES ($1, $2, $3, $4)""")
                .execute(Tuple.of(
                        key.kid(), key.publicKey(), key.privateCipher(), OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static List<StoredKey> keys(RowSet<Row> rows) {
        List<StoredKey> keys = new ArrayList<>();
        rows.forEach(row -> keys.add(new StoredKey(
                row.getString("kid"),
                row.getDelegate().getBuffer("public_key"),
                row.getDelegate().getBuffer("private_cipher"))));
        return keys;
    }
}
