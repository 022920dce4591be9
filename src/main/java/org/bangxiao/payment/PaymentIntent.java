package org.bangxiao.payment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An amount to be paid for a subject (a purchase).
 *
 * @param state PENDING, CAPTURED, FAILED, CANCELLED, REFUND_DUE or REFUNDED
 */
public record PaymentIntent(
        UUID id,
        UUID subject,
        String provider,
        long amountFen,
        String state,
        Instant createdAt,
        @Nullable Instant capturedAt) {
    /** The provider's page where the buyer pays. */
    public String payPath() {
        return "/cashier/" + id;
    }
}
