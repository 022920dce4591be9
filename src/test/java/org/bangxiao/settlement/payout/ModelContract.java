package org.bangxiao.settlement.payout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a product's money goes by, as {@link MoneyModel} knows it.
 *
 * @param members those who count, by number
 */
record ModelContract(
        String supplier,
        String link,
        String agreement,
        int feeBasisPoints,
        long floorFenPerUnit,
        int dividendBasisPoints,
        List<Member> members) {
    /**
     * @param number in the register
     * @param bank   its three digits, null where no account is known
     */
    record Household(String id, long number, @Nullable String bank) {}

    record Member(Household household, long weight) {}

    String pool(int month, String leg, boolean confirmed) {
        return "POOL " + agreement + ":" + month + ":" + leg + (confirmed ? ":CONFIRMED" : ":REPORTED");
    }

    /** Where floors wait that no money has borne. */
    String unfunded(int month) {
        return "POOL " + agreement + ":" + month + ":FLOOR:UNFUNDED";
    }

    String recoverable(String leg) {
        return "RECOVERABLE " + link + ":" + leg;
    }
}
