package org.bangxiao.household;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is due by the terms for one month of a link.
 *
 * @param month     yyyymm
 * @param incomeFen SHARES, ASSET: what was earned, or null where nothing is put down for the month
 * @param totalFen  of all lines
 */
public record DueMonth(int month, LinkKind kind, @Nullable Long incomeFen, long totalFen, List<Line> lines) {
    /**
     * One household, or a village.
     *
     * @param householdNo number in the register; below zero it is a village's code
     * @param units       minutes or pieces, grams, shares, square metres or parts
     */
    public record Line(long householdNo, long units, long fen) {
        public boolean village() {
            return householdNo < 0;
        }

        public long villageCode() {
            return -householdNo;
        }
    }

    static DueMonth of(int month, LinkKind kind, @Nullable Long incomeFen, List<Line> lines) {
        return new DueMonth(
                month,
                kind,
                incomeFen,
                lines.stream().mapToLong(Line::fen).reduce(0, Math::addExact),
                List.copyOf(lines));
    }
}
