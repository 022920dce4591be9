package org.bangxiao.monitoring;

import java.time.Instant;
import java.util.UUID;
import org.bangxiao.household.HouseholdStatus;
import org.jspecify.annotations.Nullable;

/**
 * A household that may fall back, as an officer of its area reads it.
 *
 * @param month the newest month that was looked at, {@code yyyymm}
 * @param yearFen credited in the twelve months up to it
 * @param beforeFen credited in the twelve months before those
 * @param expectedFen what {@code yearFen} should have come to by the rule
 * @param reason why it was closed
 */
public record Alert(
        UUID id,
        long number,
        UUID householdId,
        long householdNumber,
        String headMasked,
        String villageName,
        String villageCode,
        Rule rule,
        int month,
        HouseholdStatus standing,
        int persons,
        long yearFen,
        long beforeFen,
        long expectedFen,
        Instant openedAt,
        State state,
        @Nullable Measure measureKind,
        @Nullable String measure,
        @Nullable String measuredBy,
        @Nullable Instant measuredAt,
        @Nullable String reason,
        @Nullable String endedBy,
        @Nullable Instant endedAt,
        boolean demo) {
    /** Why it was opened. */
    public enum Rule {
        /** A year's credits by head stand below the region's line. */
        BELOW_LINE,
        /** A year's credits fell by more than the region's share against the year before. */
        DROPPED
    }

    /** How far it is dealt with. */
    public enum State {
        OPEN,
        /** Something is being done. */
        MEASURE,
        /** The danger is over. */
        RESOLVED,
        /** There was no danger, or it is not for the county to do anything. */
        DISMISSED
    }

    /** What kind of thing is done. */
    public enum Measure {
        JOB,
        INDUSTRY,
        LOAN,
        INSURANCE,
        ALLOWANCE,
        OTHER
    }

    public boolean closed() {
        return state == State.RESOLVED || state == State.DISMISSED;
    }

    /** {@code 2026-10}. */
    public String monthName() {
        return month / 100 + "-" + String.valueOf(month).substring(4);
    }

    /** A head's part of the year's credits, rounded down. */
    public long fenPerHead() {
        return yearFen / persons;
    }
}
