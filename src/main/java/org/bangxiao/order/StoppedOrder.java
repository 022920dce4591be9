package org.bangxiao.order;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order that was paid before the certificate of goods in it was stopped, and is not sent.
 *
 * @param outcome what was decided for this stop: {@code KEEP} or {@code REFUND}; null while it waits
 */
public record StoppedOrder(
        UUID partId,
        String orderNumber,
        UUID organisationId,
        String supplierZh,
        String supplierEn,
        UUID certificateId,
        String certificateNumber,
        String certificateState,
        @Nullable String certificateReason,
        Instant stoppedSince,
        String countyCode,
        String nameZh,
        String nameEn,
        long quantity,
        long amountFen,
        @Nullable Instant paidAt,
        @Nullable String outcome,
        @Nullable String reason,
        @Nullable Instant decidedAt) {
    StoppedOrder named(String zh, String en) {
        return new StoppedOrder(
                partId,
                orderNumber,
                organisationId,
                zh,
                en,
                certificateId,
                certificateNumber,
                certificateState,
                certificateReason,
                stoppedSince,
                countyCode,
                nameZh,
                nameEn,
                quantity,
                amountFen,
                paidAt,
                outcome,
                reason,
                decidedAt);
    }

    String cursor() {
        return orderNumber + "~" + certificateId;
    }
}
