package org.bangxiao.certification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.bangxiao.platform.BusinessClock;

/** A certificate with its whole past: for judging a sale by the very moment it was made at, however late it is reported. */
public final class CertificateStanding {
    /** Days from the first to the last on which the certificate holds unless it is stopped. */
    record Term(LocalDate from, LocalDate to) {
        boolean holds(LocalDate day) {
            return !day.isBefore(from) && !day.isAfter(to);
        }
    }

    /** A state and when it began. */
    record Since(Instant since, CertificateState state) {}

    private final CertificateView certificate;
    private final List<Term> terms;
    private final List<Since> changes;

    /** @param changes oldest first */
    CertificateStanding(CertificateView certificate, List<Term> terms, List<Since> changes) {
        this.certificate = certificate;
        this.terms = List.copyOf(terms);
        this.changes = List.copyOf(changes);
    }

    public CertificateView certificate() {
        return certificate;
    }

    /** Whether the product could be sold under the mark at that moment. */
    public boolean heldAt(Instant moment) {
        LocalDate day = BusinessClock.dayOf(moment);
        CertificateState state = CertificateState.VALID;
        for (Since change : changes) {
            if (!change.since().isAfter(moment)) {
                state = change.state();
            }
        }
        return state == CertificateState.VALID && terms.stream().anyMatch(term -> term.holds(day));
    }
}
