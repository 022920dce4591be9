package org.bangxiao.certification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A posted notice or an announcement as everybody may read it.
 *
 * @param announcement      true for the published result, which stays for ever
 * @param state             {@code OPEN}, {@code STOPPED} while an objection is open, {@code ENDED}
 * @param endsOn            last day for objections; null for an announcement
 * @param criterion         id of the pack's link criterion that the product met
 * @param certificateNumber once certified
 */
public record NoticeView(
        UUID id,
        boolean announcement,
        State state,
        String step,
        Instant postedAt,
        @Nullable LocalDate endsOn,
        UUID organisationId,
        String organisationZh,
        String organisationEn,
        String region,
        String packVersion,
        String nameZh,
        String nameEn,
        String category,
        String countyCode,
        String packageUnit,
        long priceFen,
        long yearlyCapacity,
        @Nullable String criterion,
        @Nullable String certificateNumber,
        boolean demo) {
    /** Whether objections are taken. */
    public enum State {
        OPEN,
        /** An objection is open; the days stand still, further objections are taken. */
        STOPPED,
        ENDED
    }

    public boolean takesObjections() {
        return !announcement && state != State.ENDED;
    }

    NoticeView named(String zh, String en) {
        return new NoticeView(
                id,
                announcement,
                state,
                step,
                postedAt,
                endsOn,
                organisationId,
                zh,
                en,
                region,
                packVersion,
                nameZh,
                nameEn,
                category,
                countyCode,
                packageUnit,
                priceFen,
                yearlyCapacity,
                criterion,
                certificateNumber,
                demo);
    }
}
