package org.bangxiao.sale;

import java.time.Instant;
import java.util.UUID;
import org.bangxiao.certification.CertificateView;
import org.bangxiao.household.Agreement;
import org.bangxiao.household.Split;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;

/** A draft that the agreement and the certificate of its day allow, with its id, its split and its record. */
record Candidate(
        int index,
        UUID id,
        SaleDraft draft,
        CertificateView certificate,
        Agreement agreement,
        Split split,
        Instant recordedAt,
        int month) {
    static Candidate of(
            int index, SaleDraft draft, CertificateView certificate, Agreement agreement, Instant recordedAt) {
        return new Candidate(
                index,
                Ids.next(),
                draft,
                certificate,
                agreement,
                agreement.split(draft.grossFen(), draft.quantity()),
                recordedAt,
                BusinessClock.monthOf(draft.soldAt()));
    }

    /** The calendar year whose capacity it uses. */
    int year() {
        return month / 100;
    }

    String recordText() {
        return SaleRecord.text(id, draft, certificate.id(), agreement.id(), split, recordedAt);
    }
}
