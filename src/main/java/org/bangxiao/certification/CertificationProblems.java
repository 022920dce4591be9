package org.bangxiao.certification;

import java.time.LocalDate;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;

/** The facts that go wrong in certification. */
final class CertificationProblems {
    private CertificationProblems() {}

    /** Somebody else was faster, or the page is old. */
    static Problem alreadyDecided() {
        return Problem.of(Kind.CONFLICT, "already-decided");
    }

    /** The case is not what the officer has seen: its text, its files or its figures changed meanwhile. */
    static Problem caseChanged() {
        return Problem.of(Kind.CONFLICT, "case-changed");
    }

    /** In a batch goes only what no check says anything against. */
    static Problem notAllGreen() {
        return Problem.of(Kind.UNPROCESSABLE, "batch-not-all-green");
    }

    /** Whoever passed a case does not answer what is held against it. */
    static Problem passedItBefore() {
        return Problem.of(Kind.CONFLICT, "passed-it-before");
    }

    /** The natural person has acted on this application at another level. */
    static Problem actedAtAnotherLevel() {
        return Problem.of(Kind.CONFLICT, "person-acted-at-another-level");
    }

    /** The applicant's organisation is the officer's own, under this or another account. */
    static Problem ownOrganisation() {
        return Problem.of(Kind.CONFLICT, "own-organisation");
    }

    /** The case is at a step that belongs to another level. */
    static Problem stepOfAnotherLevel() {
        return Problem.of(Kind.FORBIDDEN, "step-of-another-level");
    }

    /** A pass while a check that the scheme demands is not met. */
    static Problem criteriaNotMet() {
        return Problem.of(Kind.UNPROCESSABLE, "criteria-not-met");
    }

    /** The paper was handed in: it stays. */
    static Problem evidenceKept() {
        return Problem.of(Kind.CONFLICT, "evidence-kept");
    }

    /** The application is in a state in which this cannot be done. */
    static Problem applicationState() {
        return Problem.of(Kind.CONFLICT, "application-state");
    }

    /** The certificate cannot go into that state from the one it is in. */
    static Problem certificateState() {
        return Problem.of(Kind.CONFLICT, "certificate-state");
    }

    /** A renewal is asked for too early; the argument is the first day. */
    static Problem renewalNotYet(LocalDate opens) {
        return Problem.of(Kind.CONFLICT, "certificate-renewal-not-yet", opens);
    }

    /** Another case follows this certificate already. */
    static Problem caseOpen() {
        return Problem.of(Kind.CONFLICT, "certificate-case-open");
    }

    /** The file is not the one that was tried. */
    static Problem otherFile() {
        return Problem.of(Kind.CONFLICT, "catalogue-other-file");
    }

    /** A file with faults is not taken. */
    static Problem catalogueFaults() {
        return Problem.of(Kind.UNPROCESSABLE, "catalogue-faults");
    }

    /** The pack lets another level do this to a certificate. */
    static Problem levelNotCompetent() {
        return Problem.of(Kind.FORBIDDEN, "level-not-competent");
    }

    /** The days of the notice are over, or the case has gone on. */
    static Problem noticeClosed() {
        return Problem.of(Kind.CONFLICT, "notice-closed");
    }

    /** So many objections came from one sender that no more are taken for a day. */
    static Problem tooManyObjections() {
        return Problem.of(Kind.TOO_MANY, "too-many-objections");
    }

    /** The objection has been decided before. */
    static Problem objectionDecided() {
        return Problem.of(Kind.CONFLICT, "objection-decided");
    }
}
