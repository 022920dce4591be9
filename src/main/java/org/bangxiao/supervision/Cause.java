package org.bangxiao.supervision;

/** Why the watch opens a case. */
public enum Cause {
    /** A document that selling needs has run out. */
    DOCUMENT_EXPIRED,
    /** Sales have reached the warning share of the certified yearly capacity. */
    CAPACITY_NEAR,
    /** Sales are above the certified yearly capacity. */
    CAPACITY_EXCEEDED,
    /** A quarter had sales, and no household was credited for them. */
    NO_CREDIT,
    /** The price stands above the band of like goods. */
    PRICE_ABOVE_BAND,
    /** Too many complaints for what was sold. */
    COMPLAINT_RATE,
    /** The county of origin may no longer hold certificates. */
    COUNTY_NOT_ENTITLED,
    /** Fewer people were credited in a quarter than the certification rests on. */
    CREDIT_BELOW_CLAIM
}
