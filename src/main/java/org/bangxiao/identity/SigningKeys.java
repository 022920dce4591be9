package org.bangxiao.identity;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;

/**
 * The keys that sign tokens (ES256), each with its {@code kid}. A new key is published before it signs, an old one
 * verifies until the last token it signed has run out, so that turning the key loses no one.
 */
@ApplicationScoped
class SigningKeys {
    /** Every replica re-reads the keys within this time; a new key waits for twice as long before it signs. */
    static final Duration REFRESH = Duration.ofSeconds(60);

    record SigningKey(String kid, PublicKey publicKey, PrivateKey privateKey, Instant signsFrom) {}

    private final Tx tx;
    private final Secrets secrets;
    private final BusinessClock clock;
    private volatile List<SigningKey> keys = List.of();

    SigningKeys(Tx tx, Secrets secrets, BusinessClock clock) {
        this.tx = tx;
        this.secrets = secrets;
        this.clock = clock;
    }

    void start(@Observes @Priority(100) StartupEvent event) throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> tx.write(connection -> connection
                .query("SELECT pg_advisory_xact_lock(1001)")
                .execute()
                .chain(() -> connection
                        .query("SELECT count(*) FROM identity_signing_key")
                        .execute())
                .chain(rows -> rows.iterator().next().getLong(0) == 0
                        ? insert(connection, Instant.EPOCH)
                        : Uni.createFrom().voidItem())));
        VertxContextSupport.subscribeAndAwait(this::refresh);
    }

    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        return tx.pool()
                .preparedQuery(
                        "SELECT kid, public_key, private_cipher, signs_from FROM identity_signing_key WHERE verifies_until IS NULL OR verifies_until > $1")
                .execute(Tuple.of(IdentityRepository.utc(Instant.now())))
                .invoke(rows -> {
                    List<SigningKey> read = new ArrayList<>();
                    for (Row row : rows) {
                        read.add(key(row));
                    }
                    keys = List.copyOf(read);
                })
                .replaceWithVoid();
    }

    /** Publishes a new key that signs soon, and lets the others run out after the last token they may still sign. */
    Uni<Void> rotate() {
        Instant signsFrom = Instant.now().plus(REFRESH.multipliedBy(2));
        Instant runOut = signsFrom.plus(Tokens.LIFE).plus(REFRESH.multipliedBy(2));
        return tx.write(connection -> connection
                        .preparedQuery(
                                "UPDATE identity_signing_key SET verifies_until = $1 WHERE verifies_until IS NULL")
                        .execute(Tuple.of(IdentityRepository.utc(runOut)))
                        .chain(() -> insert(connection, signsFrom)))
                .chain(this::refresh);
    }

    SigningKey signing() {
        Instant now = Instant.now();
        return keys.stream()
                .filter(key -> !key.signsFrom().isAfter(now))
                .max(Comparator.comparing(SigningKey::signsFrom))
                .orElseThrow(() -> new IllegalStateException("no key signs now"));
    }

    Optional<SigningKey> byKid(String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    private Uni<Void> insert(SqlConnection connection, Instant signsFrom) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            String kid = Ids.next().toString().substring(24);
            byte[] sealed = secrets.encrypt(pair.getPrivate().getEncoded(), "identity_signing_key:" + kid);
            return connection
                    .preparedQuery("""
                            INSERT INTO identity_signing_key (kid, public_key, private_cipher, created_at, signs_from)
                            VALUES ($1, $2, $3, $4, $5)""")
                    .execute(Tuple.of(
                            kid,
                            Buffer.buffer(pair.getPublic().getEncoded()).getDelegate(),
                            Buffer.buffer(sealed).getDelegate(),
                            IdentityRepository.utc(clock.instant()),
                            IdentityRepository.utc(signsFrom)))
                    .replaceWithVoid();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SigningKey key(Row row) {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            String kid = row.getString("kid");
            byte[] opened =
                    secrets.decryptBytes(row.getBuffer("private_cipher").getBytes(), "identity_signing_key:" + kid);
            return new SigningKey(
                    kid,
                    factory.generatePublic(
                            new X509EncodedKeySpec(row.getBuffer("public_key").getBytes())),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(opened)),
                    row.getOffsetDateTime("signs_from").toInstant());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
