package org.bangxiao.household;

import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.bangxiao.kernel.Words;
import org.jspecify.annotations.Nullable;

/** What can be wrong with the terms, members and records of benefit links. */
final class LinkProblems {
    private static final int SHORTEST_REASON = 2;
    private static final int LONGEST_REASON = 200;

    private LinkProblems() {}

    static Problem draftOpen() {
        return Problem.of(Kind.CONFLICT, "terms-draft-open");
    }

    static Problem decided() {
        return Problem.of(Kind.CONFLICT, "terms-decided");
    }

    static Problem changed() {
        return Problem.of(Kind.CONFLICT, "terms-changed");
    }

    static Problem ownHousehold() {
        return Problem.of(Kind.CONFLICT, "terms-beneficiary");
    }

    static Problem laterDay() {
        return Problem.of(Kind.CONFLICT, "terms-from-a-later-day");
    }

    static Problem spellOverlaps() {
        return Problem.of(Kind.CONFLICT, "link-spell-overlaps");
    }

    static Problem noSpell() {
        return Problem.of(Kind.CONFLICT, "link-no-spell");
    }

    static Problem successorMissing() {
        return Problem.field("/successorNo", "link-successor-missing");
    }

    static Problem slipTaken() {
        return Problem.of(Kind.CONFLICT, "record-slip-taken");
    }

    static Problem struckAlready() {
        return Problem.of(Kind.CONFLICT, "record-struck");
    }

    static Problem incomeThere() {
        return Problem.of(Kind.CONFLICT, "income-there");
    }

    static Problem notRecorded() {
        return Problem.of(Kind.UNPROCESSABLE, "link-not-recorded");
    }

    /** A reason in words, tidied; field problem {@code reason-needed} where it is missing or too long. */
    static String reason(String field, @Nullable String text) {
        String tidy = Words.tidy(text);
        if (tidy.length() < SHORTEST_REASON || tidy.length() > LONGEST_REASON) {
            throw Problem.field("/" + field, "reason-needed", SHORTEST_REASON, LONGEST_REASON);
        }
        return tidy;
    }
}
