package org.bangxiao.document;

import org.bangxiao.kernel.Problem;

/** Why a file is refused. Each is said at the form's field {@code file}. */
final class DocumentProblems {
    private static final String FIELD = "/file";
    private static final int MEGA = 1024 * 1024;

    private DocumentProblems() {}

    static Problem empty() {
        return Problem.field(FIELD, "document-empty");
    }

    static Problem tooLarge(int maxBytes) {
        return Problem.of(Problem.Kind.TOO_LARGE, "document-too-large", maxBytes / MEGA);
    }

    static Problem kindUnknown() {
        return Problem.field(FIELD, "document-kind-unknown");
    }

    static Problem tooManyPixels(long maxPixels) {
        return Problem.field(FIELD, "document-too-many-pixels", maxPixels / 1_000_000);
    }

    static Problem pictureBroken() {
        return Problem.field(FIELD, "document-picture-broken");
    }

    static Problem somethingElseInside() {
        return Problem.field(FIELD, "document-something-else-inside");
    }

    static Problem pdfBroken() {
        return Problem.field(FIELD, "document-pdf-broken");
    }

    static Problem pdfEncrypted() {
        return Problem.field(FIELD, "document-pdf-encrypted");
    }

    static Problem pdfActive() {
        return Problem.field(FIELD, "document-pdf-active");
    }

    static Problem pdfTooLong(int maxPages) {
        return Problem.field(FIELD, "document-pdf-too-long", maxPages);
    }

    static Problem pdfTooLargeInside() {
        return Problem.field(FIELD, "document-pdf-too-large-inside");
    }
}
