package org.bangxiao.certification;

import org.jspecify.annotations.Nullable;

/**
 * One lot of raw material that a processed product is made of.
 *
 * @param what       the material, e.g. fresh leaves
 * @param countyCode county it comes from, six digits
 * @param grams      of a year
 * @param households how many households delivered it; 0 where it was bought from others
 * @param document   number of the purchase document; needed where no households delivered
 */
public record RawLot(
        String what,
        String countyCode,
        long grams,
        int households,
        @Nullable String document) {}
