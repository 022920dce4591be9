package org.bangxiao.payment;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Messages;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says happened, once its signature holds.
 *
 * @param kind     CAPTURED, FAILED or CANCELLED of a payment; REFUNDED or REFUND_FAILED of a refund
 * @param refundId  which refund is reported of; null for a payment
 * @param eventId   the same for the same fact, whether it was reported or asked for
 * @param amountFen {@link #NO_AMOUNT} where nothing was paid and the provider says none
 * @param ours      whether it names this installation's merchant
 */
record Callback(
        String provider,
        String eventId,
        UUID intentId,
        String kind,
        @Nullable UUID refundId,
        long amountFen,
        String currency,
        boolean ours) {
    static final long NO_AMOUNT = 0;

    private static final Logger LOG = Logger.getLogger(Callback.class);
    private static final String OF_A_REFUND = "REFUNDED|REFUND_FAILED";

    boolean ofRefund() {
        return refundId != null;
    }

    /** What the payer sees of a payment in the provider's own app. */
    static String title(PaymentIntent intent) {
        return Messages.get(
                "zh",
                "payment.subject",
                intent.number().substring(intent.number().length() - 8));
    }

    /** A provider that does not answer, or answers what cannot be believed: noted without what was sent. */
    static Problem unanswered(String provider, Throwable failure) {
        LOG.warnf("%s does not answer: %s", provider, failure.getClass().getSimpleName());
        return Problem.of(Problem.Kind.UNAVAILABLE, "payment-unavailable");
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
                    json.getString("currency", ""),
                    true);
        } catch (DecodeException | IllegalArgumentException | ClassCastException e) {
            throw Problem.of(Problem.Kind.INVALID, "callback-unreadable");
        }
    }
}
