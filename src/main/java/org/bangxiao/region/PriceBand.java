package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a price may stand off the median of like products, in percent, before it needs a reason.
 *
 * @param overBulkPercent how far the retail price may stand above the bulk price; null where no rule is known
 */
public record PriceBand(
        int percent,
        @Nullable Integer overBulkPercent,
        List<String> source,
        @Nullable String assumption) {
    private static final long WHOLE_PERCENT = 100;

    public PriceBand {
        source = Given.list(source);
    }

    /** True where {@code priceFen} lies within the band around {@code medianFen}; both for the same unit. */
    public boolean holds(long priceFen, long medianFen) {
        return Math.multiplyExact(Math.abs(priceFen - medianFen), 100L) <= Math.multiplyExact(medianFen, percent);
    }

    /** True where the retail price is not below the bulk price, nor further above it than the rule allows. */
    public boolean holdsOverBulk(long priceFen, long bulkFen) {
        return priceFen >= bulkFen
                && (overBulkPercent == null
                        || Math.multiplyExact(priceFen - bulkFen, WHOLE_PERCENT)
                                <= Math.multiplyExact(bulkFen, overBulkPercent));
    }
}
