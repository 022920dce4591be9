package org.bangxiao.settlement.payout;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch as finance people and auditors see it.
 *
 * @param areaCode        the province, prefecture or county whose households it pays
 * @param bankCode        the bank's three digits in the national payment system
 * @param state           DRAFT, RESERVING, RESERVED, APPROVED, SENT, CLOSED, CANCELLING or CANCELLED
 * @param items           how many households and villages it pays, those taken out not counted
 * @param villages        how many of them are villages' collectives, which are no households
 * @param villageFen      what of the sum is theirs
 * @param contentDigest   what an approval is bound to: SHA-256 over items, accounts and amounts
 * @param approvalsNeeded how many people approve a sum like this
 * @param approvedUntil   when the approval ends unless the file is made before
 * @param fileSha256      of the file for the bank; null until it was made
 */
public record PayoutView(
        UUID id,
        int number,
        String reference,
        String areaCode,
        String bankCode,
        String state,
        int items,
        long totalFen,
        int villages,
        long villageFen,
        String contentDigest,
        int approvalsNeeded,
        List<Approval> approvals,
        UUID preparedBy,
        String preparedByName,
        Instant preparedAt,
        @Nullable Instant approvedUntil,
        @Nullable String fileSha256,
        @Nullable Instant sentAt,
        @Nullable Instant closedAt,
        Progress progress) {
    /** How many households it pays. */
    public int households() {
        return items - villages;
    }

    /** Somebody who put their name to the content. */
    public record Approval(UUID personId, String name, Instant at) {}

    /** How far the bank has answered, in items and fen. */
    public record Progress(
            int pending,
            int paid,
            int failed,
            int returned,
            int removed,
            long pendingFen,
            long paidFen,
            long backFen) {}

    /**
     * What one household, or the collective of a village, is paid, masked.
     *
     * @param reference what the bank knows the payment by
     * @param state     PENDING, PAID, FAILED, RETURNED or REMOVED
     * @param reason    the bank's words where it did not pay
     */
    public record Item(
            UUID id,
            int number,
            String reference,
            @Nullable UUID householdId,
            @Nullable Long householdNumber,
            @Nullable String headMasked,
            @Nullable UUID villageId,
            String villageName,
            String bankLast4,
            long amountFen,
            String state,
            @Nullable String reason,
            @Nullable Instant paidAt) {}

    /** An answer of the bank that was taken in. */
    public record Answer(
            UUID id,
            String fileName,
            String state,
            int rows,
            int paid,
            int failed,
            int returned,
            int known,
            Instant takenAt,
            boolean replayed) {}

    /** A bank with what could be paid at it now: to households, and apart from them to villages' collectives. */
    public record Due(String bankCode, int households, long fen, int villages, long villageFen) {}
}
