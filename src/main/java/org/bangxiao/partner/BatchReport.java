package org.bangxiao.partner;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bangxiao.sale.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What became of a report. The five counts add up to {@code rows}.
 *
 * @param reference the partner's key of the report
 * @param state     DONE, or RECEIVING where the delivery broke off and has to be sent again
 * @param grossFen  what the accepted rows come to
 * @param answers   one answer for each of the first rows
 * @param next      where the following answers are, or null where these were all
 */
public record BatchReport(
        UUID id,
        UUID partnerId,
        String reference,
        String state,
        int rows,
        int accepted,
        int duplicate,
        int conflict,
        int rejected,
        int held,
        long grossFen,
        Instant receivedAt,
        @Nullable Instant finishedAt,
        List<RowAnswer> answers,
        @Nullable String next) {
    /**
     * The answer to one row.
     *
     * @param row    from 1, blank lines not counted
     * @param code   why it was not accepted, a problem code
     * @param saleId the sale, where it was accepted
     */
    public record RowAnswer(
            int row,
            @Nullable String externalId,
            Verdict.Outcome status,
            @Nullable String code,
            @Nullable UUID saleId) {}

    BatchReport with(List<RowAnswer> first, @Nullable String nextHref) {
        return new BatchReport(
                id,
                partnerId,
                reference,
                state,
                rows,
                accepted,
                duplicate,
                conflict,
                rejected,
                held,
                grossFen,
                receivedAt,
                finishedAt,
                first,
                nextHref);
    }
}
