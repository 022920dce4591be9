package org.bangxiao.region;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a region's watch opens a case by itself, and how fast a problem must be dealt with. Shares and factors are in basis
 * points, terms in natural days.
 *
 * @param entitlingGroup the county group whose members may hold certificates; where it is left out, every county of the
 *     pack may
 * @param problemDays how long each level has before the one above takes over
 * @param remedyDaysAtMost the longest term of a measure
 * @param reconciliation how claims are compared with credits; versions from before it was kept compare nothing
 * @param relapse when a household's credited income is looked after; versions from before it was kept look after nobody
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
        @Nullable Reconciliation reconciliation,
        @Nullable Relapse relapse,
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

    /** By how many per cent fewer people may be credited in a quarter than a certification rests on. */
    public record Reconciliation(int tolerancePercent) {}

    /**
     * When the income that is credited here says that a household may fall back.
     *
     * @param dropPercent by how much it fell against the same months of the year before
     * @param quietDays how long a household is left alone after an alert was closed
     */
    public record Relapse(int dropPercent, int quietDays, List<Line> lines) {
        public Relapse {
            lines = Given.list(lines);
        }

        /** Credited income of a head and year below which an alert is opened, from a day on until the next one. */
        public record Line(LocalDate from, long fenPerHeadPerYear) {}

        /** The line of a day, or nothing before the first. */
        public Optional<Line> lineOn(LocalDate day) {
            return lines.stream().filter(line -> !line.from().isAfter(day)).max(Comparator.comparing(Line::from));
        }
    }

    /** What weighs in the choice of whom to inspect. */
    public record Risk(int openCase, int complaint, int doubledSales) {}
}
