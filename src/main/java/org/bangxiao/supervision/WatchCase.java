package org.bangxiao.supervision;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A case of the watch as officers read it.
 *
 * @param subjectId the product, or the document that ran out
 * @param period which year, quarter or day it is about; one case for a cause, subject and period
 * @param facts the figures of the day on which it was opened
 * @param level where it waits: a level of the region's pack
 * @param dueOn the last day of that level; afterwards the one above takes over
 */
public record WatchCase(
        UUID id,
        long number,
        String region,
        Cause cause,
        UUID subjectId,
        String period,
        UUID organisationId,
        @Nullable UUID productId,
        String countyCode,
        String nameZh,
        String nameEn,
        String supplierZh,
        String supplierEn,
        @Nullable String certificate,
        List<Fact> facts,
        Instant openedAt,
        String level,
        LocalDate dueOn,
        @Nullable Instant escalatedAt,
        @Nullable CaseOutcome outcome,
        @Nullable String reason,
        @Nullable Instant decidedAt,
        boolean demo) {
    public boolean open() {
        return outcome == null;
    }
}
