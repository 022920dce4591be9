package org.bangxiao.region;

/** How a supplier raises a household's income: wages, shares, purchase of produce, land rent. */
public enum LinkKind {
    WAGES,
    SHARES,
    PRODUCE,
    LAND
}
