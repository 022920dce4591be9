package org.bangxiao.household;

/** How a supplier raises household income (DOMAIN 6): the first four are each measured by a criterion of certification. */
public enum LinkKind {
    /** whole = all workers; weight = hours. */
    WAGES(true, true),
    /** whole = all members; weight = shares. */
    SHARES(true, true),
    /** whole = all raw material bought in a year; weight = grams. */
    PRODUCE(false, true),
    /** whole = all land used; weight = square metres. */
    LAND(false, true),
    /** A village's asset that the supplier runs. whole = all parts; weight = parts by the village's resolution. */
    ASSET(false, false);

    private final boolean countsPeople;
    private final boolean certifies;

    LinkKind(boolean countsPeople, boolean certifies) {
        this.countsPeople = countsPeople;
        this.certifies = certifies;
    }

    /** True where the whole is a number of people, false where it is measured like the weights. */
    public boolean countsPeople() {
        return countsPeople;
    }

    /** Whether a criterion of certification looks at it. */
    public boolean certifies() {
        return certifies;
    }

    /** Whether the weights of a month are what was recorded in it, once there are terms. */
    public boolean recorded() {
        return this == WAGES || this == PRODUCE;
    }

    /** Whether what is due depends on what an enterprise or a project earned. */
    public boolean sharesIncome() {
        return this == SHARES || this == ASSET;
    }
}
