package org.bangxiao.supervision;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something to be mended: found by an inspection, or ordered in a case.
 *
 * @param publishedAt from when on the supplier may read it
 * @param level where it waits: a level of the region's pack
 * @param dueOn the last day of whoever it waits for; afterwards the level above takes over
 * @param measureDueOn by when the supplier has to have mended it
 */
public record Finding(
        UUID id,
        long number,
        @Nullable UUID inspectionId,
        @Nullable UUID caseId,
        UUID organisationId,
        String supplierZh,
        String supplierEn,
        String countyCode,
        Severity severity,
        String content,
        State state,
        Instant foundAt,
        @Nullable Instant publishedAt,
        String level,
        LocalDate dueOn,
        @Nullable Instant escalatedAt,
        @Nullable String measure,
        @Nullable LocalDate measureDueOn,
        @Nullable Instant closedAt,
        boolean demo) {
    /** How bad it is. */
    public enum Severity {
        MINOR,
        MAJOR,
        SEVERE
    }

    /** Found, ordered to be mended, said to be mended, closed by somebody else than the finder. */
    public enum State {
        FOUND,
        ORDERED,
        PROVEN,
        CLOSED
    }
}
