package org.bangxiao.supervision;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody complained of; how to reach them is not here.
 *
 * @param contactLeft whether there is a way to reach whoever complained
 */
public record Complaint(
        UUID id,
        long number,
        String receipt,
        UUID listingId,
        UUID organisationId,
        String countyCode,
        String nameZh,
        String nameEn,
        String supplierZh,
        String supplierEn,
        About about,
        String content,
        boolean contactLeft,
        Instant lodgedAt,
        @Nullable String answer,
        @Nullable Instant answeredAt,
        boolean demo) {
    /** What it is about. */
    public enum About {
        QUALITY,
        PRICE,
        ORIGIN,
        DESCRIPTION,
        SERVICE,
        OTHER
    }
}
