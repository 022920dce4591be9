package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a household's amount in a settlement odd enough to be looked at before the run is approved: a spike.
 *
 * @param spikeBasisPoints  how many times what is usual it must be, 10,000 being once; usual is the median of the household's
 *     earlier runs, or for one that had none the median of the members of its pool
 * @param spikeLeastFen     a smaller amount of a run is never a spike
 * @param spikeLeastMembers in a pool with fewer members nothing is usual
 */
public record ReviewRules(
        int spikeBasisPoints,
        long spikeLeastFen,
        int spikeLeastMembers,
        List<String> source,
        @Nullable String assumption) {
    /** Where a pack says nothing, and where a province has none: three times what is usual, from 1,000 yuan and 5 members on. */
    public static final ReviewRules USUAL = new ReviewRules(30_000, 100_000, 5, List.of(), null);

    public ReviewRules {
        source = Given.list(source);
    }
}
