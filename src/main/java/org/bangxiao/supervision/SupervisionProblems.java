package org.bangxiao.supervision;

import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.bangxiao.platform.SqlState;
import org.jspecify.annotations.Nullable;

/** What stops supervision. */
final class SupervisionProblems {
    private static final int WORDS_MIN = 2;

    private SupervisionProblems() {}

    static Problem levelAboveHasIt() {
        return Problem.of(Kind.FORBIDDEN, "level-above-has-it");
    }

    static Problem caseDecided() {
        return Problem.of(Kind.CONFLICT, "watch-case-decided");
    }

    static Problem noProduct() {
        return Problem.field("/outcome", "watch-case-without-product");
    }

    static Problem inspectionUnderWay() {
        return Problem.of(Kind.CONFLICT, "inspection-under-way");
    }

    static Problem inspectionDone() {
        return Problem.of(Kind.CONFLICT, "inspection-done");
    }

    static Problem findingMovedOn() {
        return Problem.of(Kind.CONFLICT, "finding-moved-on");
    }

    static Problem closedByTheFinder() {
        return Problem.of(Kind.CONFLICT, "finding-closed-by-the-finder");
    }

    static Problem nobodyToDraw() {
        return Problem.of(Kind.CONFLICT, "nobody-to-inspect");
    }

    static Problem listedAlready() {
        return Problem.of(Kind.CONFLICT, "listed-already");
    }

    static Problem entryClosed() {
        return Problem.of(Kind.CONFLICT, "list-entry-closed");
    }

    static Problem complaintAnswered() {
        return Problem.of(Kind.CONFLICT, "complaint-answered");
    }

    static Problem tooManyComplaints() {
        return Problem.of(Kind.TOO_MANY, "complaints-too-many");
    }

    /** What the tables refused, in the words of the trade. */
    static Throwable named(Throwable failure) {
        if (SqlState.violates(failure, "supervision_nobody_decides_on_their_own")) {
            return Problem.of(Kind.FORBIDDEN, "supervision-own-organisation");
        }
        if (SqlState.violates(failure, "supervision_closed_by_somebody_else")) {
            return closedByTheFinder();
        }
        if (SqlState.violates(failure, "supervision_one_open_inspection")) {
            return inspectionUnderWay();
        }
        return SqlState.violates(failure, "supervision_listed_once") ? listedAlready() : failure;
    }

    /** The words of a field without blanks around, or a problem at the field. */
    static String words(String field, @Nullable String written, int most) {
        String text = written == null ? "" : written.replace("\u0000", "").strip();
        if (text.length() < WORDS_MIN) {
            throw Problem.field("/" + field, "field-required");
        }
        if (text.length() > most) {
            throw Problem.field("/" + field, "field-too-long", most);
        }
        return text;
    }
}
