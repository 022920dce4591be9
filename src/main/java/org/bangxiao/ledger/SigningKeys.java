package org.bangxiao.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ed25519;
import org.bangxiao.platform.Secrets;

/** The keys that sign the day's root (Ed25519). The newest signs; all of them go on verifying what they signed. */
@ApplicationScoped
class SigningKeys {
    private final SealRepository repository;
    private final Secrets secrets;
    private final BusinessClock clock;
    private final Map<String, PrivateKey> opened = new ConcurrentHashMap<>();

    SigningKeys(SealRepository repository, Secrets secrets, BusinessClock clock) {
        this.repository = repository;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The id of the key that signs now; the first call makes it. Runs under the sealer's lock. */
    Uni<String> current(SqlConnection connection) {
        return repository
                .newestKey(connection)
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found.get()).invoke(this::open).map(SealRepository.StoredKey::kid)
                        : create(connection));
    }

    /** @return the signature in hex */
    String sign(String kid, byte[] text) {
        PrivateKey key = opened.get(kid);
        if (key == null) {
            throw new IllegalStateException("signing key " + kid + " was not opened");
        }
        return HexFormat.of().formatHex(Ed25519.sign(key, text));
    }

    private void open(SealRepository.StoredKey key) {
        opened.computeIfAbsent(key.kid(), kid -> Ed25519.privateKey(secrets.decryptBytes(key.cipher(), place(kid))));
    }

    private Uni<String> create(SqlConnection connection) {
        KeyPair pair = Ed25519.newPair();
        byte[] publicKey = Ed25519.bytes(pair.getPublic());
        String kid = Ed25519.id(publicKey);
        byte[] cipher = secrets.encrypt(pair.getPrivate().getEncoded(), place(kid));
        opened.put(kid, pair.getPrivate());
        return repository
                .addKey(connection, kid, publicKey, cipher, clock.instant())
                .replaceWith(kid);
    }

    private static String place(String kid) {
        return "ledger_signing_key:" + kid;
    }
}
