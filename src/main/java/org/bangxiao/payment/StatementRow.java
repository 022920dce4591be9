package org.bangxiao.payment;

import java.time.LocalDate;
import java.util.Optional;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * One line of a bank's statement.
 *
 * @param number   where it stands in the file, the heading being 1
 * @param bankRef  the bank's own number of the movement
 * @param bookedOn null only where it could not be read
 * @param fault    what is wrong with it; null where it can be taken in
 */
record StatementRow(
        int number,
        String bankRef,
        @Nullable LocalDate bookedOn,
        long amountFen,
        String payer,
        String payerAccount,
        String purpose,
        Problem.@Nullable FieldError fault) {
    Optional<String> code() {
        return BankTransfer.codeIn(purpose);
    }

    StatementRow with(Problem.FieldError found) {
        return new StatementRow(number, bankRef, bookedOn, amountFen, payer, payerAccount, purpose, found);
    }

    /** The first letter of the payer's name and the end of the account. */
    public String payerMasked() {
        String name = payer.isEmpty() ? "" : payer.substring(0, 1) + "**";
        String account = payerAccount.length() < 8 ? "" : " ****" + payerAccount.substring(payerAccount.length() - 4);
        return (name + account).strip();
    }
}
