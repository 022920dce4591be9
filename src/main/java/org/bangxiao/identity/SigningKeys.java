package org.bangxiao.identity;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
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
    private final SigningKeyRepository repository;
    private final Secrets secrets;
    private final BusinessClock clock;
    private volatile List<SigningKey> keys = List.of();

    SigningKeys(Tx tx, SigningKeyRepository repository, Secrets secrets, BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.secrets = secrets;
        this.clock = clock;
    }

    void start(@Observes @Priority(100) StartupEvent event) throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> tx.write(connection -> repository
                .countAlone(connection)
                .chain(count -> count == 0
                        ? insert(connection, Instant.EPOCH)
                        : Uni.createFrom().voidItem())));
        VertxContextSupport.subscribeAndAwait(this::refresh);
    }

    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        return repository
                .verifying(tx.pool(), Instant.now())
                .invoke(kept -> keys = kept.stream().map(this::opened).toList())
                .replaceWithVoid();
    }

    /** Publishes a new key that signs soon, and lets the others run out after the last token they may still sign. */
    Uni<Void> rotate() {
        Instant signsFrom = Instant.now().plus(REFRESH.multipliedBy(2));
        Instant runOut = signsFrom.plus(Tokens.LIFE).plus(REFRESH.multipliedBy(2));
        return tx.write(connection -> repository.runOut(connection, runOut).chain(() -> insert(connection, signsFrom)))
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
            return repository.insert(
                    connection,
                    new SigningKeyRepository.KeptKey(
                            kid, Buffer.buffer(pair.getPublic().getEncoded()), Buffer.buffer(sealed), signsFrom),
                    clock.instant());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SigningKey opened(SigningKeyRepository.KeptKey key) {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            byte[] opened = secrets.decryptBytes(key.privateCipher().getBytes(), "identity_signing_key:" + key.kid());
            return new SigningKey(
                    key.kid(),
                    factory.generatePublic(
                            new X509EncodedKeySpec(key.publicKey().getBytes())),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(opened)),
                    key.signsFrom());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
