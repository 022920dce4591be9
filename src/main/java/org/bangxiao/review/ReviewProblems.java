package org.bangxiao.review;

import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.bangxiao.platform.SqlState;

/** What can be wrong with a review. */
final class ReviewProblems {
    private ReviewProblems() {}

    static Problem notSent() {
        return Problem.of(Kind.CONFLICT, "review-not-sent");
    }

    static Problem once() {
        return Problem.of(Kind.CONFLICT, "review-once");
    }

    static Problem repliedOnce() {
        return Problem.of(Kind.CONFLICT, "review-replied-once");
    }

    static Problem hiddenAlready() {
        return Problem.of(Kind.CONFLICT, "review-hidden-already");
    }

    static Throwable named(Throwable failure) {
        return SqlState.violates(failure, "review_once")
                ? once()
                : SqlState.violates(failure, "review_of_a_real_purchase") ? notSent() : failure;
    }
}
