package org.bangxiao.payment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money that came by bank transfer.
 *
 * @param code      the code that was found in its purpose
 * @param intentId  the payment it belongs to; null where none is known
 * @param dueFen    what that payment asks for; 0 where none is known
 * @param state     WAITING, PART, PAID, RETURNING or RETURNED
 * @param why       EXACT, UNMATCHED, SHORT, OVER or DOUBLE
 * @param returnFen what of it goes back
 */
record Transfer(
        UUID id,
        String bankRef,
        LocalDate bookedOn,
        long amountFen,
        String payerMasked,
        @Nullable String code,
        @Nullable UUID intentId,
        long dueFen,
        String state,
        String why,
        long returnFen,
        Instant takenAt) {
    /** Whether somebody is to decide what becomes of it. */
    public boolean open() {
        return state.equals("WAITING") || state.equals("PART");
    }

    /** Who paid it and for what, in the clear: for the one who decides. */
    record Payer(String name, String account, String purpose) {}

    /**
     * Money on its way back by hand.
     *
     * @param transferId null where it is a refund of a payment
     * @param askedBy    the name of the account; empty where nobody has asked yet
     * @param mine       whether the reader asked, who therefore can't approve
     */
    record Return(
            UUID id,
            @Nullable UUID transferId,
            @Nullable UUID refundId,
            @Nullable String code,
            long amountFen,
            String reason,
            String askedBy,
            Instant askedAt,
            boolean mine) {}

    /** A statement that was uploaded. */
    record Statement(
            UUID id,
            String fileName,
            Instant uploadedAt,
            @Nullable Instant takenAt) {}
}
