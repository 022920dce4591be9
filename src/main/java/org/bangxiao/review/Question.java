package org.bangxiao.review;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of goods before buying. Nothing of it says who asks.
 *
 * @param content      10 to 200 characters
 * @param answer       the supplier's one answer; null while it waits for one, and then only asker and supplier see it
 * @param correctedAt  when the answer was last put right; null where it stands as it was given
 * @param hiddenReason why the office hid it; null where it is shown
 */
public record Question(
        UUID id,
        UUID listingId,
        String nameZh,
        String nameEn,
        String content,
        Instant askedAt,
        @Nullable String answer,
        @Nullable Instant answeredAt,
        @Nullable Instant correctedAt,
        @Nullable String hiddenReason) {
    private static final Duration TO_CORRECT = Duration.ofDays(1);

    /** Whether its supplier may still put the answer right. */
    public boolean correctable(Instant now) {
        return answeredAt != null && hiddenReason == null && !now.isAfter(answeredAt.plus(TO_CORRECT));
    }
}
