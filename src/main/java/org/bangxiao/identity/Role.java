package org.bangxiao.identity;

import java.util.List;

/** The parts people play. Each grant has one scope: an organisation, an area, or the whole installation. */
public final class Role {
    public static final String CONSUMER = "consumer";
    public static final String BUYER_MANAGER = "buyer-manager";
    public static final String BUYER = "buyer";
    public static final String SUPPLIER = "supplier";
    public static final String COUNTY_OFFICER = "county-officer";
    public static final String CITY_OFFICER = "city-officer";
    public static final String REGION_OFFICER = "region-officer";
    public static final String TASK_FORCE = "task-force";
    public static final String PARTNER = "partner";
    public static final String COUNTER_OPERATOR = "counter-operator";
    public static final String VILLAGE_OFFICER = "village-officer";
    public static final String FINANCE = "finance";
    public static final String AUDITOR = "auditor";
    public static final String ADMINISTRATOR = "administrator";

    /** Every role, for sweeps and forms. */
    public static final List<String> ALL = List.of(
            CONSUMER,
            BUYER_MANAGER,
            BUYER,
            SUPPLIER,
            COUNTY_OFFICER,
            CITY_OFFICER,
            REGION_OFFICER,
            TASK_FORCE,
            PARTNER,
            COUNTER_OPERATOR,
            VILLAGE_OFFICER,
            FINANCE,
            AUDITOR,
            ADMINISTRATOR);

    private Role() {}
}
