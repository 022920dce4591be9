package org.bangxiao.invoice;

import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Problem.Kind;
import org.bangxiao.platform.SqlState;

/** What can be wrong with an invoice. */
final class InvoiceProblems {
    private InvoiceProblems() {}

    static Problem issuedAlready() {
        return Problem.of(Kind.CONFLICT, "invoice-issued-already");
    }

    static Problem nothingPaid() {
        return Problem.of(Kind.CONFLICT, "invoice-nothing-paid");
    }

    static Throwable named(Throwable failure) {
        if (SqlState.violates(failure, "invoice_number_once")) {
            return Problem.field("/number", "invoice-number-used");
        }
        return SqlState.violates(failure, "invoice_stays")
                ? issuedAlready()
                : SqlState.violates(failure, "invoice_of_a_paid_order") ? nothingPaid() : failure;
    }
}
