package org.bangxiao.supervision;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the red or the black list, public.
 *
 * @param list RED for praise, BLACK for criticism with a day for mending
 * @param organisationId the supplier; missing where the county itself is meant
 * @param evidence what shows it
 * @param outcome MENDED or NOT_MENDED, once looked at
 * @param removedAt since when it stands off the list; the entry stays readable
 */
public record ListEntry(
        UUID id,
        long number,
        String list,
        @Nullable UUID organisationId,
        String countyCode,
        String nameZh,
        String nameEn,
        String reason,
        String evidence,
        @Nullable LocalDate dueOn,
        Instant enteredAt,
        @Nullable String outcome,
        @Nullable String outcomeNote,
        @Nullable Instant outcomeAt,
        @Nullable Instant removedAt,
        @Nullable String removalReason,
        boolean demo) {
    public boolean standing() {
        return removedAt == null;
    }
}
