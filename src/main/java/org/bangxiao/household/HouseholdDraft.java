package org.bangxiao.household;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A household as it is to be registered; the only record in which its name and numbers stand in the clear.
 *
 * @param villageCode twelve digits, the county's six first
 * @param idNumber    the head's citizen id number with a valid check character
 * @param bankCode    the bank's three digits in the national payment system; null where nobody said it
 * @param history     standings in order, without overlap; at least one
 */
public record HouseholdDraft(
        String villageCode,
        String villageName,
        String headName,
        String idNumber,
        @Nullable String bankAccount,
        @Nullable String bankCode,
        int persons,
        List<Standing> history,
        boolean demo) {
    /** One status from a day on, up to (not including) another. */
    public record Standing(
            HouseholdStatus status,
            LocalDate from,
            @Nullable LocalDate to) {}

    @Override
    public String toString() {
        return "HouseholdDraft[" + villageCode + "]";
    }
}
