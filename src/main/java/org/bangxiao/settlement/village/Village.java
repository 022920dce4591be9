package org.bangxiao.settlement.village;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A village's collective as an officer of its area sees it, apart from all households.
 *
 * @param dueFen      what stands to its name and is not on its way
 * @param onItsWayFen what the bank has not answered for
 * @param paidFen     what the bank has paid
 * @param bankCode    the bank's three digits in the national payment system; null where no account holds yet
 * @param waits       another account waits for a decision
 */
public record Village(
        UUID id,
        String villageCode,
        String villageName,
        long dueFen,
        long onItsWayFen,
        long paidFen,
        @Nullable String bankCode,
        @Nullable String bankLast4,
        boolean waits) {
    /** A village with the accounts that were asked for and what left for the bank, each newest first. */
    public record File(Village village, List<Change> changes, List<Paid> payments) {}

    /**
     * An account that was asked for, masked.
     *
     * @param holder whose name it has, as the bank knows it
     * @param state  ASKED, APPROVED or REFUSED
     * @param mine   whether the reader asked for it
     */
    public record Change(
            UUID id,
            String holder,
            String bankCode,
            String bankLast4,
            String reason,
            String state,
            Instant askedAt,
            @Nullable Instant decidedAt,
            boolean mine) {}

    /** One item of a batch. */
    public record Paid(
            String batch,
            long amountFen,
            String bankLast4,
            String state,
            @Nullable Instant paidAt) {}

    /**
     * An account as somebody writes it down.
     *
     * @param holder      the collective's name at the bank, 2 to 60 characters
     * @param bankCode    the bank's three digits in the national payment system
     * @param bankAccount 12 to 19 digits, in the clear
     * @param reason      5 to 200 characters
     */
    public record Draft(
            @Nullable String holder,
            @Nullable String bankCode,
            @Nullable String bankAccount,
            @Nullable String reason) {
        @Override
        public String toString() {
            return "Draft[" + bankCode + "]";
        }
    }
}
