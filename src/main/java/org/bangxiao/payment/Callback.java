package org.bangxiao.payment;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.bangxiao.kernel.Problem;

/**
 * What a provider says happened, once its signature holds.
 *
 * @param kind CAPTURED, FAILED or CANCELLED
 */
record Callback(String provider, String eventId, UUID intentId, String kind, long amountFen, String currency) {
    /** Reads a signed body; anything odd is {@code callback-unreadable} (400). */
    static Callback parse(String provider, String body) {
        try {
            JsonObject json = new JsonObject(body);
            String kind = json.getString("kind", "");
            String eventId = json.getString("eventId", "");
            if (!kind.matches("CAPTURED|FAILED|CANCELLED") || eventId.isBlank() || eventId.length() > 100) {
                throw Problem.of(Problem.Kind.INVALID, "callback-unreadable");
            }
            return new Callback(
                    provider,
                    eventId,
                    UUID.fromString(json.getString("intentId", "")),
                    kind,
                    json.getLong("amountFen", -1L),
                    json.getString("currency", ""));
        } catch (DecodeException | IllegalArgumentException | ClassCastException e) {
            throw Problem.of(Problem.Kind.INVALID, "callback-unreadable");
        }
    }
}
