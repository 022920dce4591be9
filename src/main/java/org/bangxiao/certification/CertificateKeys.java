package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;

/** The keys that sign the codes on certificates (Ed25519): the newest signs, each one goes on verifying for ever. */
@ApplicationScoped
public class CertificateKeys {
    private static final String ALGORITHM = "Ed25519";
    private static final int KEY_BYTES = 32;

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
                                ALGORITHM,
                                SignedCode.base64(key.publicKey().getBytes())))
                        .toList()));
    }

    /** The code of a certificate as it stands; the first call makes the key. */
    Uni<String> code(CertificateView certificate) {
        return current().map(signing -> {
            String text = SignedCode.text(certificate, signing.kid());
            try {
                Signature signature = Signature.getInstance(ALGORITHM);
                signature.initSign(signing.key());
                signature.update(text.getBytes(StandardCharsets.UTF_8));
                return SignedCode.write(text, SignedCode.base64(signature.sign()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Whether one of our keys signed exactly this. */
    Uni<Boolean> genuine(SignedCode code) {
        return tx.read(connection -> repository.find(connection, code.kid()))
                .map(found -> found.filter(key -> signed(
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
                .map(key -> opened.computeIfAbsent(key.kid(), kid -> new Signing(kid, privateKey(key))));
    }

    private Uni<KeyRepository.StoredKey> create(SqlConnection connection) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] publicKey = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
            String kid = HexFormat.of().formatHex(Digests.sha256(publicKey)).substring(0, 16);
            byte[] sealed = secrets.encrypt(pair.getPrivate().getEncoded(), place(kid));
            KeyRepository.StoredKey key =
                    new KeyRepository.StoredKey(kid, Buffer.buffer(publicKey), Buffer.buffer(sealed));
            return repository.add(connection, key, clock.instant()).replaceWith(key);
        } catch (GeneralSecurityException e) {
            return Uni.createFrom().failure(e);
        }
    }

    private PrivateKey privateKey(KeyRepository.StoredKey key) {
        try {
            byte[] encoded = secrets.decryptBytes(key.privateCipher().getBytes(), place(key.kid()));
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String place(String kid) {
        return "certification_signing_key:" + kid;
    }

    private static boolean signed(byte[] publicKey, byte[] text, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(publicKey(publicKey));
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PublicKey publicKey(byte[] raw) throws GeneralSecurityException {
        byte[] bigEndian = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            bigEndian[i] = raw[raw.length - 1 - i];
        }
        boolean xOdd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7F;
        return KeyFactory.getInstance(ALGORITHM)
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519, new EdECPoint(xOdd, new BigInteger(1, bigEndian))));
    }
}
