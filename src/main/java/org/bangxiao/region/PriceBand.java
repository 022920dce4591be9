package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a price may stand off the median of like products, in percent, before it needs a reason. */
public record PriceBand(
        int percent, List<String> source, @Nullable String assumption) {
    public PriceBand {
        source = Given.list(source);
    }

    /** True where {@code priceFen} lies within the band around {@code medianFen}; both for the same unit. */
    public boolean holds(long priceFen, long medianFen) {
        return Math.multiplyExact(Math.abs(priceFen - medianFen), 100L) <= Math.multiplyExact(medianFen, percent);
    }
}
