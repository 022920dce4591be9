package org.bangxiao.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The table of keys that sign tokens; private halves are only ever seen sealed here. */
@ApplicationScoped
class SigningKeyRepository {
    /** A key as it is kept: the public half as X.509, the private half sealed with the installation's master key. */
    record KeptKey(String kid, Buffer publicKey, Buffer privateCipher, Instant signsFrom) {}

    /** Counts the keys while no other replica may add the first one. */
    Uni<Long> countAlone(SqlConnection connection) {
        return connection
                .query("SELECT pg_advisory_xact_lock(1001)")
                .execute()
                .chain(() -> connection
                        .query("SELECT count(*) FROM identity_signing_key")
                        .execute())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    Uni<List<KeptKey>> verifying(SqlClient client, Instant now) {
        return client.preparedQuery("""
                        SELECT kid, public_key, private_cipher, signs_from FROM identity_signing_key
                         WHERE verifies_until IS NULL OR verifies_until > $1""")
                .execute(Tuple.of(IdentityRepository.utc(now)))
                .map(rows -> {
                    List<KeptKey> kept = new ArrayList<>();
                    rows.forEach(row -> kept.add(new KeptKey(
                            row.getString("kid"),
                            Buffer.newInstance(row.getDelegate().getBuffer("public_key")),
                            Buffer.newInstance(row.getDelegate().getBuffer("private_cipher")),
                            row.getOffsetDateTime("signs_from").toInstant())));
                    return kept;
                });
    }

    /** Keys without an end stop verifying then. */
    Uni<Void> runOut(SqlConnection connection, Instant then) {
        return connection
                .preparedQuery("UPDATE identity_signing_key SET verifies_until = $1 WHERE verifies_until IS NULL")
                .execute(Tuple.of(IdentityRepository.utc(then)))
                .replaceWithVoid();
    }

    Uni<Void> insert(SqlConnection connection, KeptKey key, Instant createdAt) {
        return connection
                .preparedQuery("""
                        INSERT INTO identity_signing_key (kid, public_key, private_cipher, created_at, signs_from)
                        VALUES ($1, $2, $3, $4, $5)""")
                .execute(Tuple.of(
                        key.kid(),
                        key.publicKey().getDelegate(),
                        key.privateCipher().getDelegate(),
                        IdentityRepository.utc(createdAt),
                        IdentityRepository.utc(key.signsFrom())))
                .replaceWithVoid();
    }
}
