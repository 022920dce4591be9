package org.bangxiao.household;

/** How a supplier raises household income: one kind for each criterion of certification. */
public enum LinkKind {
    /** whole = all workers; weight = hours. */
    WAGES(true),
    /** whole = all members; weight = shares. */
    SHARES(true),
    /** whole = all raw material bought in a year; weight = grams. */
    PRODUCE(false),
    /** whole = all land used; weight = square metres. */
    LAND(false);

    private final boolean countsPeople;

    LinkKind(boolean countsPeople) {
        this.countsPeople = countsPeople;
    }

    /** True where the whole is a number of people, false where it is measured like the weights. */
    public boolean countsPeople() {
        return countsPeople;
    }
}
