package org.bangxiao.certification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of a list of applications. */
public record ApplicationLine(
        UUID id,
        int version,
        UUID organisationId,
        String organisationZh,
        String organisationEn,
        String nameZh,
        String nameEn,
        String category,
        String countyCode,
        String region,
        ApplicationState state,
        @Nullable String step,
        Instant stepEnteredAt,
        @Nullable LocalDate noticeEndsOn,
        Instant createdAt,
        @Nullable Instant submittedAt) {
    ApplicationLine named(String zh, String en) {
        return new ApplicationLine(
                id,
                version,
                organisationId,
                zh,
                en,
                nameZh,
                nameEn,
                category,
                countyCode,
                region,
                state,
                step,
                stepEnteredAt,
                noticeEndsOn,
                createdAt,
                submittedAt);
    }
}
