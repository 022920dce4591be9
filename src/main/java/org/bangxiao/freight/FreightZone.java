package org.bangxiao.freight;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What delivery to a group of provinces costs.
 *
 * @param provinces   their codes; empty in a template's first zone alone, which is everywhere else
 * @param delivered   false: nothing is sent there, and what follows counts for nothing
 * @param firstGrams  what the first price covers, 1 to 1 000 000
 * @param firstFen    for the first weight, 0 to 1 000 000
 * @param stepGrams   each further weight that was begun, 1 to 1 000 000
 * @param stepFen     for each further weight, 0 to 1 000 000
 * @param freeFromFen an order of goods worth so much goes free; null: none does
 * @param leastFen    no order of goods worth less is sent there; null: every order is
 * @param daysFrom    days until it comes, 1 to 60
 * @param daysTo      not below {@code daysFrom}
 */
public record FreightZone(
        List<String> provinces,
        boolean delivered,
        long firstGrams,
        long firstFen,
        long stepGrams,
        long stepFen,
        @Nullable Long freeFromFen,
        @Nullable Long leastFen,
        int daysFrom,
        int daysTo) {
    /** In fen, for goods of that weight and worth. */
    long fen(long grams, long goodsFen) {
        if (freeFromFen != null && goodsFen >= freeFromFen) {
            return 0;
        }
        long beyond = Math.max(0, grams - firstGrams);
        long steps = (beyond + stepGrams - 1) / stepGrams;
        return Math.addExact(firstFen, Math.multiplyExact(steps, stepFen));
    }
}
