package org.bangxiao.demo;

/** The four ways a supplier raises a household's income, and what a link's weight counts. */
public enum LinkKind {
    /** Hours worked in a year. */
    WAGES,
    /** Shares held. */
    SHARES,
    /** Grams delivered in a year. */
    PRODUCE,
    /** Square metres let to the supplier. */
    LAND
}
