package org.bangxiao.payment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An amount to be paid for a subject (a purchase).
 *
 * @param state        PENDING, CAPTURED, FAILED, CANCELLED, REFUND_DUE or REFUNDED
 * @param refundedFen  what the provider has paid back
 * @param refundingFen what is on its way back
 */
public record PaymentIntent(
        UUID id,
        UUID subject,
        String provider,
        long amountFen,
        String state,
        Instant createdAt,
        @Nullable Instant capturedAt,
        long refundedFen,
        long refundingFen) {
    /** The provider's page where the buyer pays. */
    public String payPath() {
        return "/cashier/" + id;
    }
}
