package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a region's watch opens a case by itself, and how fast a problem must be dealt with. Shares and factors are in basis
 * points, terms in natural days.
 *
 * @param entitlingGroup the county group whose members may hold certificates; where it is left out, every county of the
 *     pack may
 * @param problemDays how long each level has before the one above takes over
 * @param remedyDaysAtMost the longest term of a measure
 */
public record WatchRules(
        Capacity capacity,
        Credit credit,
        Price price,
        Complaints complaints,
        @Nullable String entitlingGroup,
        int problemDays,
        int remedyDaysAtMost,
        Risk risk,
        List<String> source,
        @Nullable String assumption) {
    public WatchRules {
        source = Given.list(source);
    }

    /** The share of the yearly capacity from which on a case is opened. */
    public record Capacity(int warnBasisPoints) {}

    /** How many days after a quarter's end its credits are looked for. */
    public record Credit(int graceDays) {}

    /** How many times the median of like goods a price may be, where there are so many like goods. */
    public record Price(int factorBasisPoints, int leastLikeGoods) {}

    /** Complaints of {@code days} days against a thousand units sold in them, where there are at least {@code least}. */
    public record Complaints(int perThousandUnits, int least, int days) {}

    /** What weighs in the choice of whom to inspect. */
    public record Risk(int openCase, int complaint, int doubledSales) {}
}
