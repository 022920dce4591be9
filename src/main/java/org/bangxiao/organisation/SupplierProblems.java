package org.bangxiao.organisation;

import org.bangxiao.kernel.Problem;

/** What can go wrong while a supplier comes in. */
final class SupplierProblems {
    private SupplierProblems() {}

    static Problem already() {
        return Problem.of(Problem.Kind.CONFLICT, "supplier-already");
    }

    static Problem wrongState() {
        return Problem.of(Problem.Kind.CONFLICT, "supplier-wrong-state");
    }

    static Problem changedMeanwhile() {
        return Problem.of(Problem.Kind.CONFLICT, "supplier-changed-meanwhile");
    }

    static Problem papersMissing(String kinds) {
        return Problem.of(Problem.Kind.UNPROCESSABLE, "supplier-papers-missing", kinds);
    }

    static Problem reasonMissing() {
        return Problem.field("/reason", "supplier-reason-missing");
    }

    static Problem purposeMissing() {
        return Problem.field("/purpose", "reading-purpose-missing");
    }

    static Problem ownDeed() {
        return Problem.of(Problem.Kind.FORBIDDEN, "supplier-own-deed");
    }

    static Problem documentDecided() {
        return Problem.of(Problem.Kind.CONFLICT, "supplier-document-decided");
    }
}
