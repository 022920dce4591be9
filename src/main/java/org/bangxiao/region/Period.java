package org.bangxiao.region;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Days from and to, both included; a missing end is open. */
final class Period {
    private Period() {}

    static boolean contains(@Nullable LocalDate from, @Nullable LocalDate to, LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }

    static boolean overlap(
            @Nullable LocalDate from, @Nullable LocalDate to, @Nullable LocalDate from2, @Nullable LocalDate to2) {
        return (from == null || to2 == null || !from.isAfter(to2))
                && (from2 == null || to == null || !from2.isAfter(to));
    }
}
