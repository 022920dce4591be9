package org.bangxiao.catalogue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A day in China for which a service is bought. As part of an order it stays what it was at the purchase.
 *
 * @param freeUntil until then its buyer cancels it without anybody's consent and for all the money
 */
public record Visit(LocalDate day, Instant freeUntil) {
    /** Null where either is: then goods are sent. */
    public static @Nullable Visit of(@Nullable LocalDate day, @Nullable OffsetDateTime freeUntil) {
        return day == null || freeUntil == null ? null : new Visit(day, freeUntil.toInstant());
    }

    /** 1 is Monday. */
    public int weekday() {
        return day.getDayOfWeek().getValue();
    }

    /** Whether it may still be cancelled for nothing. */
    public boolean cancellable(Instant now) {
        return now.isBefore(freeUntil);
    }
}
