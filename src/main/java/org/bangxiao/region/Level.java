package org.bangxiao.region;

/** Whose turn it is: the county decides first, city and region recheck, no level is skipped. */
public enum Level {
    COUNTY,
    CITY,
    REGION
}
