package org.bangxiao.certification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An objection with what became of it; never who lodged it.
 *
 * @param named        whoever lodged it left a name or a way to be reached
 * @param evidenceName what the file was called; null without one
 * @param level        id of the pack's level that it is assigned to
 * @param dueOn        last day of the level's term
 * @param takenAt      when an officer took it on
 * @param outcome      {@code UPHELD} or {@code DISMISSED}; null while it is open
 */
public record ObjectionView(
        UUID id,
        UUID noticeId,
        UUID applicationId,
        String receipt,
        String content,
        boolean named,
        @Nullable String evidenceName,
        @Nullable String level,
        @Nullable LocalDate dueOn,
        @Nullable Instant escalatedAt,
        @Nullable Instant takenAt,
        Instant lodgedAt,
        @Nullable String outcome,
        @Nullable String outcomeReason,
        @Nullable Instant decidedAt) {
    boolean overdueOn(LocalDate today) {
        return outcome == null && dueOn != null && today.isAfter(dueOn);
    }
}
