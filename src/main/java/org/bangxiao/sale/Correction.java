package org.bangxiao.sale;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bangxiao.catalogue.Leg;
import org.jspecify.annotations.Nullable;

/**
 * A sale that was recorded wrongly, and what is right.
 *
 * @param number    counts up; the newest is the highest
 * @param state     ASKED, APPROVED (the wrong sale was taken back whole and recorded anew) or REFUSED
 * @param newSaleId the sale that stands in its place once it is approved
 * @param was       what was recorded
 * @param right     what is right
 * @param mine      whether the reader asked for it and so cannot approve it
 */
public record Correction(
        UUID id,
        long number,
        UUID saleId,
        @Nullable UUID newSaleId,
        String state,
        String reason,
        Instant soldAt,
        String productNameZh,
        String productNameEn,
        String supplierNameZh,
        String supplierNameEn,
        Figures was,
        Figures right,
        Instant askedAt,
        @Nullable Instant decidedAt,
        boolean mine) {
    /** Units and fen of a sale. */
    public record Figures(long quantity, long grossFen) {}

    /**
     * What an approval would do now.
     *
     * @param back       what each leg gives back
     * @param anew       what each leg gets
     * @param households how many households share what shrinks
     * @param fault      the code of what stands against recording it anew; null where nothing does
     */
    public record Effect(
            List<Leg> back,
            List<Leg> anew,
            int households,
            @Nullable String fault) {}
}
