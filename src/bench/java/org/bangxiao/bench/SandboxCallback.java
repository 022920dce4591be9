package org.bangxiao.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The sandbox provider's signed report that a payment was captured, made with the measured installation's own keys. */
final class SandboxCallback {
    private final byte[] secret;

    SandboxCallback(Path data) throws IOException {
        byte[] master = Files.readAllBytes(data.resolve("keys/master.key"));
        secret = mac(mac(master, "lookup"), "payment-sandbox-callback");
    }

    Buffer captured(String payment, long amountFen) {
        return new JsonObject()
                .put("eventId", payment)
                .put("intentId", payment)
                .put("kind", "CAPTURED")
                .put("amountFen", amountFen)
                .put("currency", "CNY")
                .toBuffer();
    }

    Map<String, String> headers(Buffer body) {
        String timestamp = String.valueOf(Instant.now().getEpochSecond());
        String signed = timestamp + "." + body.toString(StandardCharsets.UTF_8);
        return Map.of(
                "Sandbox-Timestamp",
                timestamp,
                "Sandbox-Signature",
                HexFormat.of().formatHex(mac(secret, signed)));
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
