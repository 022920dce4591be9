package org.bangxiao.payment;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Secrets;

/**
 * The sandbox provider's signature: HMAC-SHA-256 over {@code <epoch seconds>.<raw body>}, hex, under a secret that
 * derives from this installation's keys. More than five minutes from now is too old to believe.
 */
@ApplicationScoped
class SandboxSignature {
    static final String SIGNATURE_HEADER = "Sandbox-Signature";
    static final String TIMESTAMP_HEADER = "Sandbox-Timestamp";
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final byte[] secret;

    SandboxSignature(Secrets secrets) {
        secret = secrets.lookupDigest("payment-sandbox-callback");
    }

    String sign(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) '.');
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a time in epoch seconds is within five minutes of now. */
    static boolean fresh(String timestamp, Instant now) {
        return timestamp.matches("\\d{1,12}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                                .abs()
                                .compareTo(WINDOW)
                        <= 0;
    }

    /** Throws {@code callback-unsigned} (401) where the signature or its time does not hold. */
    void verify(String timestamp, String signature, byte[] body, Instant now) {
        boolean holds = fresh(timestamp, now)
                && MessageDigest.isEqual(
                        sign(timestamp, body).getBytes(StandardCharsets.UTF_8),
                        signature.getBytes(StandardCharsets.UTF_8));
        if (!holds) {
            throw Problem.of(Problem.Kind.UNAUTHENTICATED, "callback-unsigned");
        }
    }
}
