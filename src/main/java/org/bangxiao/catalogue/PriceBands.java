package org.bangxiao.catalogue;

import org.jspecify.annotations.Nullable;

/** Between which prices goods are counted: below 20 yuan, to 50, to 100, to 200 and above. */
final class PriceBands {
    /** Where a band begins, in fen; the first one begins at nothing. */
    static final Long[] LIMITS = {2_000L, 5_000L, 10_000L, 20_000L};

    private PriceBands() {}

    /** The lowest price of a band in fen; null where nothing is too cheap for it. */
    static @Nullable Long from(int band) {
        return band == 0 ? null : LIMITS[band - 1];
    }

    /** The highest price of a band in fen; null where nothing is too dear for it. */
    static @Nullable Long to(int band) {
        return band == LIMITS.length ? null : LIMITS[band] - 1;
    }
}
