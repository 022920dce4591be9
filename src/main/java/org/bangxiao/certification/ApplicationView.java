package org.bangxiao.certification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An application as its applicant and the offices see it.
 *
 * @param version           to be sent back with a change or a decision; another one means that somebody was faster
 * @param region            key of the policy pack
 * @param packVersion       of the pack it was submitted under
 * @param step              id of the pack's step it is at; null before the submission
 * @param checks            what the machine found at the submission or at the last decision
 * @param reasonZh          why it was returned or rejected; empty else
 * @param certificateNumber once certified
 */
public record ApplicationView(
        UUID id,
        int version,
        UUID productId,
        UUID organisationId,
        String region,
        String packVersion,
        ApplicationState state,
        @Nullable String step,
        Instant stepEnteredAt,
        @Nullable LocalDate noticeEndsOn,
        ApplicationDraft product,
        int feeBasisPoints,
        List<Check> checks,
        String reasonZh,
        String reasonEn,
        Instant createdAt,
        @Nullable Instant submittedAt,
        boolean demo,
        @Nullable String certificateNumber,
        List<DecisionView> decisions) {}
