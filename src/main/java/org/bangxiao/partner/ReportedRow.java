package org.bangxiao.partner;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of a report as it was read. Where {@code fault} is not null the line cannot be used and says why.
 *
 * @param fault a problem code
 */
record ReportedRow(
        @Nullable String externalId,
        @Nullable UUID listingId,
        @Nullable UUID productId,
        @Nullable String certificateNumber,
        long quantity,
        long grossFen,
        Instant soldAt,
        @Nullable String channel,
        List<String> tags,
        @Nullable String fault) {
    static ReportedRow faulty(@Nullable String externalId, String fault) {
        return new ReportedRow(externalId, null, null, null, 0, 0, Instant.EPOCH, null, List.of(), fault);
    }
}
