package org.bangxiao.review;

import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.bangxiao.platform.SqlState;

/** What can be wrong with a question. */
final class QuestionProblems {
    private QuestionProblems() {}

    static Problem tooShort(int shortest) {
        return Problem.field("/content", "question-too-short", shortest);
    }

    static Problem enoughToday() {
        return Problem.of(Kind.TOO_MANY, "question-enough-today", Questions.A_DAY);
    }

    /** It was answered more than a day ago. */
    static Problem answered() {
        return Problem.of(Kind.CONFLICT, "question-answered");
    }

    static Problem hidden() {
        return Problem.of(Kind.CONFLICT, "question-hidden");
    }

    static Throwable named(Throwable failure) {
        return SqlState.violates(failure, "review_question_five_a_day") ? enoughToday() : failure;
    }
}
