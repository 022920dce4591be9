package org.bangxiao.settlement;

import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.bangxiao.platform.SqlState;

/** What stops a settlement. */
final class SettlementProblems {
    private SettlementProblems() {}

    static Problem nothingToSettle() {
        return Problem.of(Kind.CONFLICT, "settlement-nothing");
    }

    static Problem wrongState(String state) {
        return Problem.of(Kind.CONFLICT, "settlement-state", state);
    }

    static Problem fourEyes() {
        return Problem.of(Kind.CONFLICT, "four-eyes");
    }

    /** What was frozen and what was approved are not the same: nothing is posted. */
    static Problem digestMismatch() {
        return Problem.of(Kind.CONFLICT, "settlement-digest-mismatch");
    }

    /** Something odd was found in the run and nobody has said why it stands. */
    static Problem findingsOpen(int open) {
        return Problem.of(Kind.CONFLICT, "settlement-findings-open", open);
    }

    /** What the approver saw is not what the run and its answered findings are. */
    static Problem reviewMismatch() {
        return Problem.of(Kind.CONFLICT, "settlement-review-mismatch");
    }

    static Problem monthInvalid() {
        return Problem.field("/month", "settlement-month-invalid");
    }

    static Throwable of(Throwable failure) {
        if (SqlState.violates(failure, "settlement_four_eyes")
                || SqlState.violates(failure, "settlement_answer_four_eyes")) {
            return fourEyes();
        }
        if (SqlState.violates(failure, "settlement_answered_once")) {
            return Problem.of(Kind.CONFLICT, "settlement-answered");
        }
        if (SqlState.violates(failure, "settlement_one_open_run")) {
            return Problem.of(Kind.CONFLICT, "settlement-open-run");
        }
        return failure;
    }
}
