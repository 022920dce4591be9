package org.bangxiao.partner;

import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;

/** What goes wrong with a whole report; what is wrong with one row is that row's answer. */
final class PartnerProblems {
    private PartnerProblems() {}

    static Problem referenceMissing() {
        return Problem.of(Kind.INVALID, "idempotency-key-missing");
    }

    static Problem otherContent() {
        return Problem.of(Kind.UNPROCESSABLE, "idempotency-key-reused");
    }

    static Problem stillReceiving() {
        return Problem.of(Kind.CONFLICT, "batch-in-progress");
    }

    static Problem empty() {
        return Problem.of(Kind.INVALID, "batch-empty");
    }

    static Problem tooManyAtOnce() {
        return Problem.of(Kind.TOO_MANY, "batch-too-many");
    }

    static Problem tooLarge() {
        return Problem.of(Kind.TOO_LARGE, "body-too-large");
    }
}
