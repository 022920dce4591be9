package org.bangxiao.household;

/** Where the part of a household goes that leaves a link (DOMAIN 6: it passes on, or to the welfare of the village). */
public enum PassesTo {
    /** Those who stay share it by their weights: nothing is to be done. */
    REMAINING,
    /** A household that is named takes its place. */
    SUCCESSOR,
    /** The collective account of the household's village. */
    VILLAGE
}
