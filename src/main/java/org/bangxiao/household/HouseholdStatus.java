package org.bangxiao.household;

/** A household's standing in the register during a period. */
public enum HouseholdStatus {
    REGISTERED_POOR(true),
    LIFTED(true),
    MONITORED(true),
    /** At risk, but never registered: counted apart, never credited. */
    MARGINAL(false),
    HARD_HIT(true),
    REMOVED(false);

    private final boolean eligible;

    HouseholdStatus(boolean eligible) {
        this.eligible = eligible;
    }

    /** True where a benefit of that day may be counted and credited. */
    public boolean eligible() {
        return eligible;
    }
}
