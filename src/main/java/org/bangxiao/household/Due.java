package org.bangxiao.household;

import java.time.LocalDate;
import java.util.Arrays;
import org.bangxiao.kernel.Allocation;
import org.bangxiao.kernel.Money;

/**
 * What is due by the terms, in fen, in whole numbers throughout (DOMAIN 6). Wages and purchases are rounded once, half up;
 * rent is rounded down over the days since the year began, so that the parts of a year add up to the year; what is shared
 * adds up to what there is.
 */
final class Due {
    /** Fifteen mu are ten thousand square metres: 1 m² is 3/2000 mu. */
    private static final long MU_OF_2000_SQUARE_METRES = 3;

    private static final long SQUARE_METRES_OF_3_MU = 2_000;
    private static final int MINUTES_AN_HOUR = 60;
    private static final int GRAMS_A_KILOGRAM = 1_000;

    private Due() {}

    /** The month's minutes or pieces of a household at one rate: summed first, rounded once. */
    static long wages(WorkUnit unit, long units, long rateFen) {
        return unit == WorkUnit.HOUR ? halfUp(units, rateFen, MINUTES_AN_HOUR) : Math.multiplyExact(units, rateFen);
    }

    /** One delivery at the market's price of its day, or the least price where that is higher; rounded for each slip. */
    static long produce(long grams, long leastFen, long marketFen) {
        return halfUp(grams, Math.max(leastFen, marketFen), GRAMS_A_KILOGRAM);
    }

    /**
     * Rent for the days from one up to (not including) another, by the days of each year. What is due from the first of
     * January to a day is rounded down; a part of a year is the difference of two such, so that nothing is lost or made.
     */
    static long rent(long squareMetres, long fenAMuAndYear, LocalDate from, LocalDate to) {
        long due = 0;
        LocalDate at = from;
        while (at.isBefore(to)) {
            LocalDate newYear = LocalDate.of(at.getYear() + 1, 1, 1);
            LocalDate end = to.isBefore(newYear) ? to : newYear;
            long last = end.equals(newYear) ? at.lengthOfYear() : end.getDayOfYear() - 1L;
            due = Math.addExact(
                    due,
                    sinceNewYear(squareMetres, fenAMuAndYear, last, at.lengthOfYear())
                            - sinceNewYear(squareMetres, fenAMuAndYear, at.getDayOfYear() - 1L, at.lengthOfYear()));
            at = end;
        }
        return due;
    }

    private static long sinceNewYear(long squareMetres, long fenAMuAndYear, long days, int daysOfYear) {
        return Money.mulDiv(
                Math.multiplyExact(squareMetres, Math.multiplyExact(MU_OF_2000_SQUARE_METRES, days)),
                fenAMuAndYear,
                SQUARE_METRES_OF_3_MU * daysOfYear);
    }

    /** The floor for each share of a period that closes. */
    static long floor(long shares, long floorFen) {
        return Math.multiplyExact(shares, floorFen);
    }

    /**
     * A part of what was earned, rounded down, shared by weights with the largest remainder.
     *
     * @param numbers of the households, which with the salt break ties
     */
    static long[] shared(long incomeFen, int basisPoints, long[] weights, long[] numbers, String salt) {
        long pot = Money.portion(incomeFen, basisPoints);
        return Arrays.stream(weights).sum() == 0
                ? new long[weights.length]
                : Allocation.byLargestRemainder(pot, weights, numbers, salt);
    }

    /**
     * A village project's income: first the same amount to each household that cannot work, as far as there is enough (else
     * in equal parts), then the rest to all by weights.
     */
    static long[] asset(
            long incomeFen,
            int basisPoints,
            long firstFen,
            boolean[] cannotWork,
            long[] weights,
            long[] numbers,
            String salt) {
        long pot = Money.portion(incomeFen, basisPoints);
        long[] ones = new long[weights.length];
        long needy = 0;
        for (int i = 0; i < weights.length; i++) {
            ones[i] = cannotWork[i] ? 1 : 0;
            needy += ones[i];
        }
        long first = Math.min(pot, Math.multiplyExact(needy, firstFen));
        long[] due = needy == 0 ? new long[weights.length] : Allocation.byLargestRemainder(first, ones, numbers, salt);
        if (Arrays.stream(weights).sum() == 0) {
            return due;
        }
        long[] rest = Allocation.byLargestRemainder(pot - first, weights, numbers, salt);
        for (int i = 0; i < due.length; i++) {
            due[i] = Math.addExact(due[i], rest[i]);
        }
        return due;
    }

    private static long halfUp(long a, long b, int divisor) {
        long down = Money.mulDiv(a, b, divisor);
        // The remainder is smaller than the divisor, so that the low bits of the product are enough for it.
        long rest = a * b - down * divisor;
        return rest * 2 >= divisor ? Math.addExact(down, 1) : down;
    }
}
