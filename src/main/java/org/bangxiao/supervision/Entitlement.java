package org.bangxiao.supervision;

import java.time.LocalDate;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.WatchRules;

/** Whether a county may hold certificates on a day: it stands in the pack, by any code it ever had, and in the group. */
final class Entitlement {
    private Entitlement() {}

    static boolean holds(PolicyPack pack, String countyCode, LocalDate day) {
        WatchRules rules = pack.watch();
        String group = rules == null ? null : rules.entitlingGroup();
        return pack.county(countyCode)
                .filter(county -> group == null || county.in(group, day))
                .isPresent();
    }
}
