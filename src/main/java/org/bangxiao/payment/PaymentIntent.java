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
 * @param askedAt      when its provider was first asked for the money; null before the payer chose it
 * @param payLink      where the payer pays, or what a QR code says; null until the provider has answered
 * @param transferCode what a bank transfer names; null for other ways
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
        long refundingFen,
        @Nullable Instant askedAt,
        @Nullable String payLink,
        @Nullable String transferCode) {
    /** Nothing was paid under it, and it may be paid in another way. */
    public boolean open() {
        return state.equals("PENDING") || state.equals("FAILED") || state.equals("CANCELLED");
    }

    /** What providers call it: 32 letters and digits. */
    String number() {
        return number(id);
    }

    static String number(UUID id) {
        return id.toString().replace("-", "");
    }

    /** The other way round; an {@link IllegalArgumentException} for what we never named so. */
    static UUID idOf(String number) {
        if (!number.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("not a number of ours");
        }
        return UUID.fromString(number.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
    }

    /** The provider's page where the buyer pays. */
    public String payPath() {
        return "/cashier/" + id;
    }
}
