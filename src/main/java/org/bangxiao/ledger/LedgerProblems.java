package org.bangxiao.ledger;

import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.SqlState;

/** What the journal refuses. */
final class LedgerProblems {
    private LedgerProblems() {}

    /** The refusal of the database in the trade's words; anything else stays as it is. */
    static Throwable of(Throwable failure) {
        if (SqlState.violates(failure, "ledger_account_overdrawn")) {
            return Problem.of(Problem.Kind.CONFLICT, "ledger-account-overdrawn");
        }
        if (SqlState.violates(failure, "ledger_tx_posted_once")) {
            return Problem.of(Problem.Kind.CONFLICT, "ledger-posted-twice");
        }
        if (SqlState.violates(failure, "ledger_period_open")) {
            return Problem.of(Problem.Kind.CONFLICT, "ledger-period-closed");
        }
        return failure;
    }
}
