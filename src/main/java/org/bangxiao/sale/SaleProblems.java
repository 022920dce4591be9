package org.bangxiao.sale;

import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.jspecify.annotations.Nullable;

/** Why a sale cannot be recorded. */
final class SaleProblems {
    private SaleProblems() {}

    static Problem capacityExceeded(String product, long unitsLeft) {
        return Problem.of(Kind.CONFLICT, "capacity-exceeded", product, unitsLeft);
    }

    static Problem recordedAlready() {
        return Problem.of(Kind.CONFLICT, "sale-recorded-already");
    }

    static Problem nothingToConfirm() {
        return Problem.of(Kind.CONFLICT, "sale-nothing-to-confirm");
    }

    /** Only a sale that households are paid from can be taken back. */
    static Problem notCounted() {
        return Problem.of(Kind.CONFLICT, "sale-not-counted");
    }

    /** It was never reported, or its supplier has confirmed it, or it was withdrawn before. */
    static Problem notWithdrawable() {
        return Problem.of(Kind.CONFLICT, "sale-not-withdrawable");
    }

    static Problem refundTooMuch(long leftFen, long unitsLeft) {
        return Problem.of(Kind.CONFLICT, "sale-refund-too-much", Money.yuan(leftFen), unitsLeft);
    }

    static Problem refundContradicts() {
        return Problem.of(Kind.CONFLICT, "sale-refund-contradicts");
    }

    static Problem correctionDecided() {
        return Problem.of(Kind.CONFLICT, "correction-decided");
    }

    /** Another correction of the same sale is open, or one was approved. */
    static Problem correctionWaits() {
        return Problem.of(Kind.CONFLICT, "correction-waits");
    }

    /** A purchase in the shop is corrected by a refund: its buyer gets the money back. */
    static Problem correctionOfOrder() {
        return Problem.of(Kind.CONFLICT, "correction-of-order");
    }

    static Problem correctionAfterRefund() {
        return Problem.of(Kind.CONFLICT, "correction-after-refund");
    }

    static Problem refused(@Nullable String code) {
        return Problem.of(Kind.CONFLICT, code == null ? "sale-refused" : code);
    }
}
