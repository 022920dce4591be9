package org.bangxiao.household;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A household's spell in a link, by its number only.
 *
 * @param householdId null for readers who may not look into the register
 * @param weight      hours, shares, grams, square metres or parts, by kind
 * @param counts      whether it is counted today: taking part and with a standing that counts
 */
public record MemberRow(
        long householdNo,
        @Nullable UUID householdId,
        int persons,
        long weight,
        boolean cannotWork,
        LocalDate from,
        @Nullable LocalDate to,
        boolean counts) {
    /** Whether it can still leave. */
    public boolean open() {
        return to == null;
    }

    MemberRow withoutId() {
        return new MemberRow(householdNo, null, persons, weight, cannotWork, from, to, counts);
    }

    /**
     * Who came, went or changed.
     *
     * @param kind        {@code ENTER}, {@code LEAVE} or {@code CHANGE}
     * @param weight      from that day on, or null where it left
     * @param passesTo    where the part of one that left went
     * @param successorNo who took its place, or null
     * @param by          who put it down
     */
    public record Change(
            long householdNo,
            String kind,
            LocalDate on,
            @Nullable Long weight,
            @Nullable PassesTo passesTo,
            @Nullable Long successorNo,
            String reason,
            String by,
            Instant at) {}
}
