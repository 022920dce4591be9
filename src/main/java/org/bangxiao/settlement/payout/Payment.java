package org.bangxiao.settlement.payout;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One payment to a household as its own statement shows it.
 *
 * @param batch          what the bank knows the batch by
 * @param stage          ON_ITS_WAY, NOTICED, PAID, ACKNOWLEDGED, or FAILED and RETURNED where the money is back
 * @param noticedOn      the day its village's list was hung out; null where it was not
 * @param acknowledgedAt when the household said that the money is there
 */
public record Payment(
        String batch,
        long amountFen,
        String bankLast4,
        String stage,
        @Nullable LocalDate noticedOn,
        @Nullable Instant paidAt,
        @Nullable Instant acknowledgedAt) {
    public boolean arrived() {
        return stage.equals("PAID") || stage.equals("ACKNOWLEDGED");
    }

    public boolean onItsWay() {
        return stage.equals("ON_ITS_WAY") || stage.equals("NOTICED");
    }
}
