package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ed25519;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;

/** The keys that sign the codes on certificates (Ed25519): the newest signs, each one goes on verifying for ever. */
@ApplicationScoped
public class CertificateKeys {
    /** A set of keys as RFC 7517 and RFC 8037 write it. */
    public record KeySet(List<Key> keys) {}

    /** @param x the 32 bytes of the public key, base64url */
    public record Key(String kid, String kty, String crv, String x) {}

    private record Signing(String kid, PrivateKey key) {}

    private final Tx tx;
    private final KeyRepository repository;
    private final Secrets secrets;
    private final BusinessClock clock;
    private final Map<String, Signing> opened = new ConcurrentHashMap<>();

    CertificateKeys(Tx tx, KeyRepository repository, Secrets secrets, BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Every key that ever signed. */
    public Uni<KeySet> published() {
        return tx.read(repository::all)
                .map(stored -> new KeySet(stored.stream()
                        .map(key -> new Key(
                                key.kid(),
                                "OKP",
                                Ed25519.NAME,
                                SignedCode.base64(key.publicKey().getBytes())))
                        .toList()));
    }

    /** The code of a certificate as it stands; the first call makes the key. */
    Uni<String> code(CertificateView certificate) {
        return current().map(signing -> {
            String text = SignedCode.text(certificate, signing.kid());
            byte[] signature = Ed25519.sign(signing.key(), text.getBytes(StandardCharsets.UTF_8));
            return SignedCode.write(text, SignedCode.base64(signature));
        });
    }

    /** Whether one of our keys signed exactly this. */
    Uni<Boolean> genuine(SignedCode code) {
        return tx.read(connection -> repository.find(connection, code.kid()))
                .map(found -> found.filter(key -> Ed25519.verify(
                                key.publicKey().getBytes(),
                                code.text().getBytes(StandardCharsets.UTF_8),
                                code.signatureBytes()))
                        .isPresent());
    }

    private Uni<Signing> current() {
        return tx.read(repository::newest)
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found.get())
                        : tx.write(connection -> repository
                                .newestAlone(connection)
                                .chain(again ->
                                        again.isPresent() ? Uni.createFrom().item(again.get()) : create(connection))))
                .map(key -> opened.computeIfAbsent(
                        key.kid(),
                        kid -> new Signing(
                                kid,
                                Ed25519.privateKey(
                                        secrets.decryptBytes(key.privateCipher().getBytes(), place(kid))))));
    }

    private Uni<KeyRepository.StoredKey> create(SqlConnection connection) {
        KeyPair pair = Ed25519.newPair();
        byte[] publicKey = Ed25519.bytes(pair.getPublic());
        String kid = Ed25519.id(publicKey);
        byte[] sealed = secrets.encrypt(pair.getPrivate().getEncoded(), place(kid));
        KeyRepository.StoredKey key = new KeyRepository.StoredKey(kid, Buffer.buffer(publicKey), Buffer.buffer(sealed));
        Instant now = clock.instant();
        return repository
                .add(connection, key, now)
                .chain(() -> Audit.write(
                        connection,
                        new Audit.Deed(
                                now, null, null, null, "certificate-key-make", "certificate-key", kid, Map.of())))
                .replaceWith(key);
    }

    private static String place(String kid) {
        return "certification_signing_key:" + kid;
    }
}
