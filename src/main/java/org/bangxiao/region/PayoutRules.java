package org.bangxiao.region;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How households of a region are paid by bank.
 *
 * @param noticeDays             days for which a village's list hangs out, the day of posting not counted
 * @param secondApproverAboveFen a batch of more fen is approved by two people
 * @param refusedAboveFen        a batch of more fen is refused
 */
public record PayoutRules(
        int noticeDays,
        long secondApproverAboveFen,
        long refusedAboveFen,
        List<Bank> banks,
        List<BankFormat> formats,
        List<String> source,
        @Nullable String assumption) {
    public PayoutRules {
        banks = List.copyOf(banks);
        formats = List.copyOf(formats);
        source = Given.list(source);
    }

    /**
     * A bank that pays households.
     *
     * @param code   its three digits in the national payment system
     * @param format id of one of the formats
     */
    public record Bank(String code, Label name, String format) {}

    /** The bank by its three digits. */
    public Optional<Bank> bank(String code) {
        return banks.stream().filter(bank -> bank.code().equals(code)).findFirst();
    }

    /** What a bank's files look like; the pack has been checked to know it. */
    public BankFormat formatOf(Bank bank) {
        return formats.stream()
                .filter(format -> format.id().equals(bank.format()))
                .findFirst()
                .orElseThrow();
    }
}
