package org.bangxiao.catalogue;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A zone (专区): goods that an operator put together under a name, with a page of its own.
 *
 * @param slug         the end of its address, {@code /zones/<slug>}
 * @param from         the first day it stands open, {@code to} the last
 * @param picture      where its picture lies, null where it has none
 * @param hiddenReason why an office took it off, null where it did not
 * @param goods        how many were put in, on sale now or not, at most 60
 */
public record Zone(
        UUID id,
        UUID organisationId,
        String slug,
        String nameZh,
        String nameEn,
        String leadZh,
        String leadEn,
        LocalDate from,
        LocalDate to,
        @Nullable String picture,
        @Nullable String hiddenReason,
        int goods) {
    /** Where its own page lies. */
    public String path() {
        return ZonePages.HOME + "/" + slug;
    }

    /** Whether anybody sees it that day. */
    public boolean openOn(LocalDate day) {
        return hiddenReason == null && !day.isBefore(from) && !day.isAfter(to);
    }
}
