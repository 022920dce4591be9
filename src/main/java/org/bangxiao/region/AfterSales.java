package org.bangxiao.region;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long buyers may ask for money back, and how fast they are answered.
 *
 * @param freshHours  hours after receipt for fresh goods, which do not come back
 * @param days        days after receipt for everything that keeps
 * @param answerHours the supplier's time to answer; then the platform decides
 * @param decideHours the platform's time to decide
 * @param returnDays  the buyer's time to send goods back
 */
public record AfterSales(
        int freshHours,
        int days,
        int answerHours,
        int decideHours,
        int returnDays,
        List<String> source,
        @Nullable String assumption) {
    /** Where a pack says nothing. */
    static final AfterSales USUAL = new AfterSales(48, 7, 48, 120, 7, List.of(), null);

    public AfterSales {
        source = Given.list(source);
    }

    /** Until when something may be asked for that was received then. */
    public Instant window(boolean fresh, Instant received) {
        return received.plus(fresh ? Duration.ofHours(freshHours) : Duration.ofDays(days));
    }
}
