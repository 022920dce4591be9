package org.bangxiao.settlement.payout;

import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.bangxiao.platform.SqlState;

/** What stops a payout. */
final class PayoutProblems {
    private PayoutProblems() {}

    /** Nobody of the area has money at that bank that is not on its way already. */
    static Problem nothing() {
        return Problem.of(Kind.CONFLICT, "payout-nothing");
    }

    static Problem tooLarge(long limitFen) {
        return Problem.of(Kind.CONFLICT, "payout-too-large", Money.yuan(limitFen));
    }

    static Problem wrongState(String state) {
        return Problem.of(Kind.CONFLICT, "payout-state", state);
    }

    static Problem preparerOnly() {
        return Problem.of(Kind.CONFLICT, "payout-preparer-only");
    }

    /** What was looked at is not what stands there now. */
    static Problem digestMismatch() {
        return Problem.of(Kind.CONFLICT, "payout-digest-mismatch");
    }

    static Problem approvalExpired() {
        return Problem.of(Kind.CONFLICT, "payout-approval-expired");
    }

    static Problem objectionOpen() {
        return Problem.of(Kind.CONFLICT, "payout-objection-open");
    }

    /** A name that the bank's file cannot hold. */
    static Problem unwritable(int itemNo) {
        return Problem.of(Kind.CONFLICT, "payout-name-unwritable", itemNo);
    }

    static Problem takingAnother() {
        return Problem.of(Kind.CONFLICT, "payout-answer-running");
    }

    static Problem atFile(String code, Object... arguments) {
        return Problem.field("/file", code, arguments);
    }

    /** What the database refuses, in the trade's words; anything else stays as it is. */
    static Throwable of(Throwable failure) {
        if (SqlState.violates(failure, "settlement_payout_four_eyes")) {
            return Problem.of(Kind.CONFLICT, "four-eyes");
        }
        if (SqlState.violates(failure, "settlement_payout_beneficiary")) {
            return Problem.of(Kind.CONFLICT, "payout-beneficiary");
        }
        if (SqlState.violates(failure, "settlement_payout_in_flight")
                || SqlState.violates(failure, "settlement_payout_village_in_flight")) {
            return Problem.of(Kind.CONFLICT, "payout-in-flight");
        }
        if (SqlState.violates(failure, "settlement_payout_approved_once")) {
            return Problem.of(Kind.CONFLICT, "payout-approved-already");
        }
        if (SqlState.violates(failure, "settlement_payout_one_result_at_a_time")) {
            return takingAnother();
        }
        if (SqlState.violates(failure, "settlement_payout_sent_as_approved")) {
            return digestMismatch();
        }
        return failure;
    }
}
