package org.bangxiao.report;

import java.time.LocalDate;
import java.util.UUID;
import org.bangxiao.kernel.Money;
import org.bangxiao.organisation.OrganisationView;

/**
 * What was sold of a link's deliveries, held against what can come of them.
 *
 * @param since          first day of the terms that say how much comes of a delivery
 * @param deliveredGrams recorded and not struck out
 * @param madeGrams      that may come of them
 * @param soldGrams      that were sold and not given back
 * @param state          {@code OVER} where more is sold than can have come of the deliveries, {@code NEAR} from nine tenths
 *                       on, else {@code WITHIN}
 */
public record YieldRow(
        UUID linkId,
        String title,
        String organisationZh,
        String organisationEn,
        LocalDate since,
        long deliveredGrams,
        long madeGrams,
        long soldGrams,
        String state) {
    private static final int NEAR_BASIS_POINTS = 9_000;

    /** With its state. */
    static YieldRow of(
            UUID linkId,
            String title,
            OrganisationView.Name organisation,
            LocalDate since,
            long deliveredGrams,
            long madeGrams,
            long soldGrams) {
        return new YieldRow(
                linkId,
                title,
                organisation.zh(),
                organisation.en(),
                since,
                deliveredGrams,
                madeGrams,
                soldGrams,
                state(madeGrams, soldGrams));
    }

    private static String state(long madeGrams, long soldGrams) {
        return soldGrams > madeGrams
                ? "OVER"
                : soldGrams > 0 && soldGrams >= Money.portion(madeGrams, NEAR_BASIS_POINTS) ? "NEAR" : "WITHIN";
    }
}
