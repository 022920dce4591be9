package org.bangxiao.organisation;

/** What an organisation is in the trade. */
public enum OrganisationKind {
    COOPERATIVE,
    COMPANY,
    FAMILY_FARM,
    AGENT,
    BUDGET_UNIT,
    PARTNER,
    OFFICE,
    PLATFORM;

    /** Whether it supplies goods, so that it comes in with papers and is confirmed by its county. */
    public boolean supplies() {
        return this == COOPERATIVE || this == COMPANY || this == FAMILY_FARM || this == AGENT;
    }

    /** Offices and the platform itself may stand without a code of their own. */
    boolean needsCreditCode() {
        return this != OFFICE && this != PLATFORM;
    }
}
