package org.bangxiao.payment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money on its way back to a payer.
 *
 * @param reference names it for ever, e.g. {@code claim:<id>}
 * @param state     DUE (the provider is asked), DONE (the provider says it went back) or FAILED (still owed)
 */
public record PaymentRefund(
        UUID id,
        UUID intentId,
        String reference,
        long amountFen,
        String state,
        Instant askedAt,
        @Nullable Instant doneAt) {}
