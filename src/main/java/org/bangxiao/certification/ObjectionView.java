package org.bangxiao.certification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An objection with what became of it; never who lodged it.
 *
 * @param outcome {@code UPHELD} or {@code DISMISSED}; null while it is open
 */
public record ObjectionView(
        UUID id,
        UUID noticeId,
        String receipt,
        String content,
        Instant lodgedAt,
        @Nullable String outcome,
        @Nullable String outcomeReason,
        @Nullable Instant decidedAt) {}
