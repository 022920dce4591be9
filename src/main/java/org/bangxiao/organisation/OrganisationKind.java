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

    /** Offices and the platform itself may stand without a code of their own. */
    boolean needsCreditCode() {
        return this != OFFICE && this != PLATFORM;
    }
}
