package org.bangxiao.catalogue;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The days in China between which goods are sent, both included. As part of an order it stays what it was at the purchase.
 *
 * @param to not before {@code from}
 */
public record SendWindow(LocalDate from, LocalDate to) {
    /** Null where either day is: then goods are sent as usual. */
    public static @Nullable SendWindow of(@Nullable LocalDate from, @Nullable LocalDate to) {
        return from == null || to == null ? null : new SendWindow(from, to);
    }

    /** Whether all its days are over. */
    public boolean over(LocalDate day) {
        return day.isAfter(to);
    }
}
