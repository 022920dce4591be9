package org.bangxiao.settlement.payout;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.platform.BusinessClock;
import org.jspecify.annotations.Nullable;

/**
 * A batch as its work sees it.
 *
 * @param state  DRAFT, RESERVING, RESERVED, APPROVED, SENT, CLOSED, CANCELLING or CANCELLED
 * @param sentAt also the day that stands in the bank's file
 */
record PayoutBatch(
        UUID id,
        int number,
        String areaCode,
        String bankCode,
        String packVersion,
        String state,
        int items,
        long totalFen,
        String contentDigest,
        int approvalsNeeded,
        UUID preparedPerson,
        @Nullable Instant approvedAt,
        @Nullable Instant sentAt,
        @Nullable String fileSha256) {
    /** What the bank calls the batch. */
    String reference() {
        return reference(number);
    }

    static String reference(int number) {
        return "P%08d".formatted(number);
    }

    BankFile.Frame frame(Instant sent) {
        return new BankFile.Frame(reference(), BusinessClock.dayOf(sent), items, totalFen);
    }

    boolean in(String... states) {
        return Set.of(states).contains(state);
    }
}
