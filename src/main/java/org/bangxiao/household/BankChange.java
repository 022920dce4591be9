package org.bangxiao.household;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Another account for a household, masked.
 *
 * @param beforeCode  the bank until then; null where none was known
 * @param bankCode    the bank's three digits in the national payment system
 * @param state       ASKED, APPROVED or REFUSED
 * @param validFrom   the day from which it holds; null until it is approved
 * @param mine        whether the reader asked for it
 */
public record BankChange(
        UUID id,
        UUID householdId,
        long householdNumber,
        String headMasked,
        String villageName,
        @Nullable String beforeCode,
        @Nullable String beforeLast4,
        String bankCode,
        String bankLast4,
        String reason,
        String state,
        Instant askedAt,
        @Nullable LocalDate validFrom,
        boolean mine) {
    /**
     * What somebody writes down.
     *
     * @param bankAccount 12 to 19 digits, in the clear
     */
    public record Draft(String bankCode, String bankAccount, String reason) {
        @Override
        public String toString() {
            return "Draft[" + bankCode + "]";
        }
    }
}
