package org.bangxiao.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Secrets;

/** The keys that sign the day's root (Ed25519). The newest signs; all of them go on verifying what they signed. */
@ApplicationScoped
class SigningKeys {
    private static final String ALGORITHM = "Ed25519";
    private static final int KEY_BYTES = 32;

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
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(text);
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param publicKey the 32 bytes of RFC 8032 */
    static boolean verify(byte[] publicKey, byte[] text, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(publicKey(publicKey));
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private void open(SealRepository.StoredKey key) {
        opened.computeIfAbsent(key.kid(), kid -> privateKey(secrets.decryptBytes(key.cipher(), place(kid))));
    }

    private Uni<String> create(SqlConnection connection) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] publicKey = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
            String kid = HexFormat.of().formatHex(Digests.sha256(publicKey)).substring(0, 16);
            byte[] cipher = secrets.encrypt(pair.getPrivate().getEncoded(), place(kid));
            opened.put(kid, pair.getPrivate());
            return repository
                    .addKey(connection, kid, publicKey, cipher, clock.instant())
                    .replaceWith(kid);
        } catch (GeneralSecurityException e) {
            return Uni.createFrom().failure(e);
        }
    }

    private static String place(String kid) {
        return "ledger_signing_key:" + kid;
    }

    private static PrivateKey privateKey(byte[] encoded) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
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
