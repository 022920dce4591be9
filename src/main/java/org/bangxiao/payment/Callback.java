package org.bangxiao.payment;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says happened, once its signature holds.
 *
 * @param kind     CAPTURED, FAILED or CANCELLED of a payment; REFUNDED or REFUND_FAILED of a refund
 * @param refundId which refund is reported of; null for a payment
 */
record Callback(
        String provider,
        String eventId,
        UUID intentId,
        String kind,
        @Nullable UUID refundId,
        long amountFen,
        String currency) {
    private static final String OF_A_REFUND = "REFUNDED|REFUND_FAILED";

    boolean ofRefund() {
        return refundId != null;
    }

    /** Reads a signed body; anything odd is {@code callback-unreadable} (400). */
    static Callback parse(String provider, String body) {
        try {
            JsonObject json = new JsonObject(body);
            String kind = json.getString("kind", "");
            String eventId = json.getString("eventId", "");
            String refund = json.getString("refundId");
            boolean known = refund == null ? kind.matches("CAPTURED|FAILED|CANCELLED") : kind.matches(OF_A_REFUND);
            if (!known || eventId.isBlank() || eventId.length() > 100) {
                throw Problem.of(Problem.Kind.INVALID, "callback-unreadable");
            }
            return new Callback(
                    provider,
                    eventId,
                    UUID.fromString(json.getString("intentId", "")),
                    kind,
                    refund == null ? null : UUID.fromString(refund),
                    json.getLong("amountFen", -1L),
                    json.getString("currency", ""));
        } catch (DecodeException | IllegalArgumentException | ClassCastException e) {
            throw Problem.of(Problem.Kind.INVALID, "callback-unreadable");
        }
    }
}
