package org.bangxiao.demo;

import java.time.LocalDate;
import java.util.List;
import org.bangxiao.household.HouseholdStatus;

/**
 * An invented registered household.
 *
 * @param number      0 upwards, its identity in the demo world
 * @param villageCode twelve digits that begin with the county's
 * @param headMasked  what others may see of the head's name
 * @param idNumber    valid check character, born in the 1800s
 * @param bankAccount nineteen digits with a valid Luhn digit
 * @param members     1 to 7
 * @param history     oldest first, never empty
 */
public record DemoHousehold(
        int number,
        String countyCode,
        String villageCode,
        String villageZh,
        String villageEn,
        String headName,
        String headMasked,
        String idNumber,
        String bankAccount,
        String phone,
        int members,
        List<Standing> history) {
    /** What the register says of the household from a day on. */
    public record Standing(HouseholdStatus status, LocalDate from) {}

    public DemoHousehold {
        history = List.copyOf(history);
    }

    boolean registered() {
        return history.get(0).status() == HouseholdStatus.REGISTERED_POOR;
    }
}
