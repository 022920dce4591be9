package org.bangxiao.settlement.payout;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A village's part of a batch, as it hangs out: masked names and amounts.
 *
 * @param id         null until it was posted
 * @param batchState of the batch, see {@link PayoutView}
 * @param endsOn     the last day on which objections are taken
 */
public record PayoutNotice(
        @Nullable UUID id,
        UUID batchId,
        int batchNumber,
        String batchState,
        String villageCode,
        String villageName,
        int households,
        long totalFen,
        @Nullable LocalDate postedOn,
        @Nullable LocalDate endsOn,
        int openObjections,
        int acknowledged,
        List<Line> lines,
        List<Objection> objections) {
    /**
     * One household of the list.
     *
     * @param state          of its item, see {@link PayoutView.Item}
     * @param acknowledgedAt when the household said that the money is there; null until then
     */
    public record Line(
            UUID itemId,
            long householdNumber,
            String headMasked,
            long amountFen,
            String state,
            @Nullable Instant acknowledgedAt) {}

    /**
     * What was said against it, for officers only.
     *
     * @param answer null until somebody answered
     * @param mine   whether the reader wrote it down, and so does not answer it
     */
    public record Objection(
            UUID id,
            String text,
            Instant enteredAt,
            @Nullable String answer,
            @Nullable Instant answeredAt,
            boolean mine) {
        @Override
        public String toString() {
            return "Objection[" + id + "]";
        }
    }

    PayoutNotice with(List<Line> listed, List<Objection> said) {
        return new PayoutNotice(
                id,
                batchId,
                batchNumber,
                batchState,
                villageCode,
                villageName,
                households,
                totalFen,
                postedOn,
                endsOn,
                openObjections,
                acknowledged,
                listed,
                said);
    }
}
