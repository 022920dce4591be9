package org.bangxiao.support;

import static io.restassured.RestAssured.given;

import io.quarkus.arc.Arc;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bangxiao.platform.Secrets;

/** The sandbox provider itself: its word that a payment came, signed, past the cashier's page. */
public final class Sandbox {
    private Sandbox() {}

    public static ValidatableResponse captured(String paymentId, long amountFen) {
        return reported(event(paymentId, "CAPTURED", amountFen));
    }

    /** Its word that money went back, or could not: {@code REFUNDED} or {@code REFUND_FAILED}. */
    public static ValidatableResponse refunded(String paymentId, String refundId, String kind, long amountFen) {
        return reported(event(paymentId, kind, amountFen).put("refundId", refundId));
    }

    private static JsonObject event(String paymentId, String kind, long amountFen) {
        return new JsonObject()
                .put("eventId", UUID.randomUUID().toString())
                .put("intentId", paymentId)
                .put("kind", kind)
                .put("amountFen", amountFen)
                .put("currency", "CNY");
    }

    private static ValidatableResponse reported(JsonObject event) {
        byte[] body = event.encode().getBytes(StandardCharsets.UTF_8);
        String timestamp = String.valueOf(Instant.now().getEpochSecond());
        return given().contentType("application/json")
                .header("Sandbox-Timestamp", timestamp)
                .header("Sandbox-Signature", signed(timestamp, body))
                .body(body)
                .post("/api/payments/callbacks/sandbox")
                .then();
    }

    private static String signed(String timestamp, byte[] body) {
        try {
            byte[] secret = Arc.container().instance(Secrets.class).get().lookupDigest("payment-sandbox-callback");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) '.');
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
