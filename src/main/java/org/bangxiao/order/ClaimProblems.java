package org.bangxiao.order;

import java.time.Instant;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.SqlState;

/** Why money is not asked or given back so. */
final class ClaimProblems {
    private ClaimProblems() {}

    /** The order is not paid, or it is over. */
    static Problem nothingToAsk() {
        return Problem.of(Kind.CONFLICT, "claim-nothing");
    }

    static Problem windowOver(Instant until) {
        return Problem.of(Kind.CONFLICT, "claim-window-over", BusinessClock.dayOf(until));
    }

    static Problem alreadyOpen() {
        return Problem.of(Kind.CONFLICT, "claim-open");
    }

    /** Fresh goods and others are asked for one after the other: other terms hold for them. */
    static Problem mixed() {
        return Problem.of(Kind.CONFLICT, "claim-mixed");
    }

    static Problem cause() {
        return Problem.field("/cause", "claim-cause");
    }

    /** The same goods go out again for whole pieces that arrived and were not what was bought. */
    static Problem exchange() {
        return Problem.field("/wish", "claim-exchange");
    }

    static Problem photo() {
        return Problem.field("/photos", "claim-photo");
    }

    static Problem wholePrice() {
        return Problem.of(Kind.CONFLICT, "claim-whole-price");
    }

    static Problem quantity(int lineNo, long left) {
        return Problem.field("/lines/" + lineNo + "/quantity", "claim-quantity", left);
    }

    static Problem amount(int lineNo, long mostFen) {
        return Problem.field("/lines/" + lineNo + "/amountFen", "claim-amount", Money.yuan(mostFen));
    }

    /** Somebody was quicker: it is not where the actor saw it. */
    static Problem movedOn() {
        return Problem.of(Kind.CONFLICT, "claim-moved-on");
    }

    static Problem notNow() {
        return Problem.of(Kind.CONFLICT, "claim-not-now");
    }

    /** It may not be sent while its buyer asks for the money back. */
    static Problem beforeSending() {
        return Problem.of(Kind.CONFLICT, "claim-before-sending");
    }

    /** A refusal of the database in the trade's words; anything else stays as it is. */
    static Throwable of(Throwable failure) {
        if (SqlState.violates(failure, "order_claim_one_open")) {
            return alreadyOpen();
        }
        if (SqlState.violates(failure, "order_nobody_decides_on_their_own")) {
            return Problem.of(Kind.CONFLICT, "claim-own-organisation");
        }
        return SqlState.violates(failure, "order_given_up_unsent") ? movedOn() : failure;
    }
}
