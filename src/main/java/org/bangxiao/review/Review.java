package org.bangxiao.review;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a buyer says of goods that were sent. Nothing of it says who the buyer is.
 *
 * @param stars        1 to 5
 * @param content      up to 1000 characters, may be empty; empty for strangers where it was hidden
 * @param reply        the supplier's one answer
 * @param hiddenReason why the office hid it; null where it is shown
 */
public record Review(
        UUID id,
        UUID listingId,
        String nameZh,
        String nameEn,
        int stars,
        String content,
        Instant writtenAt,
        @Nullable String reply,
        @Nullable Instant repliedAt,
        @Nullable String hiddenReason) {}
