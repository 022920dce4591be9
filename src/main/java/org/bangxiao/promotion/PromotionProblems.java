package org.bangxiao.promotion;

import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.bangxiao.platform.SqlState;

/** What can go wrong with coupons. What concerns the one a buyer chose points to the field {@code /coupon}. */
final class PromotionProblems {
    static final String UNKNOWN = "coupon-unknown";

    private static final String AT = "/coupon";

    private PromotionProblems() {}

    static Problem signIn() {
        return Problem.field(AT, "coupon-sign-in");
    }

    static Problem unknown() {
        return Problem.field(AT, UNKNOWN);
    }

    /** It has not begun, is over or was stopped. */
    static Problem notNow() {
        return Problem.field(AT, "coupon-not-now");
    }

    static Problem usedUp() {
        return Problem.field(AT, "coupon-used-up");
    }

    static Problem usedByYou() {
        return Problem.field(AT, "coupon-used-by-you");
    }

    static Problem notForThese() {
        return Problem.field(AT, "coupon-not-for-these");
    }

    static Problem below(long missingFen) {
        return Problem.field(AT, "coupon-below", Money.yuan(missingFen));
    }

    /** It was given back with its purchase and is somebody else's by now: the purchase can't be had at its price any more. */
    static Problem gone() {
        return Problem.of(Kind.CONFLICT, "coupon-gone");
    }

    static Problem allTaken() {
        return Problem.of(Kind.CONFLICT, "coupon-all-taken");
    }

    static Problem stoppedAlready() {
        return Problem.of(Kind.CONFLICT, "coupon-stopped-already");
    }

    /** The refusal of the database in the trade's words; anything else stays as it is. */
    static Throwable of(Throwable failure) {
        return SqlState.violates(failure, "promotion_code_once")
                ? Problem.field("/code", "coupon-code-taken")
                : failure;
    }
}
