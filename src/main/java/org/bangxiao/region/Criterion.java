package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a supplier's link to registered households is strong enough. Any one criterion of a pack will do.
 *
 * @param link the kind of benefit link whose figures are read from the register on the day
 * @param shareBasisPoints the least share of the whole, in basis points
 * @param absolute a number that is enough by itself, whatever the share
 * @param evidence ids of the documents that prove the figures
 * @param countedOnce among which links of the same kind a person counts once only; null where the scheme does not say so
 */
public record Criterion(
        String id,
        LinkKind link,
        Label name,
        Label text,
        int shareBasisPoints,
        @Nullable Absolute absolute,
        List<String> evidence,
        @Nullable CountedOnce countedOnce,
        List<String> source,
        @Nullable String assumption) {
    private static final long WHOLE_BASIS_POINTS = 10_000;

    public Criterion {
        evidence = Given.list(evidence);
        source = Given.list(source);
    }

    /** A threshold in persons, square metres or grams. */
    public record Absolute(long threshold, Unit unit) {}

    /** Where the same person must not be counted a second time. */
    public enum CountedOnce {
        /** Not twice by the same supplier. */
        SUPPLIER,
        /** Not twice by any suppliers, as far as the household has no more people. */
        REGION
    }

    /** What a threshold counts. */
    public enum Unit {
        PERSON,
        SQUARE_METRE,
        GRAM
    }

    /**
     * True where {@code part} of {@code whole} is enough: persons of all workers, poor members of all members, grams of
     * all raw material, square metres of all land. Both in the same unit.
     */
    public boolean metBy(long part, long whole) {
        boolean byShare = whole > 0
                && Math.multiplyExact(part, WHOLE_BASIS_POINTS) >= Math.multiplyExact(whole, shareBasisPoints);
        return byShare || (absolute != null && part >= absolute.threshold());
    }
}
