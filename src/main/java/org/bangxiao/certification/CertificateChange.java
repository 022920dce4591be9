package org.bangxiao.certification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of a certificate's state.
 *
 * @param cause {@code OFFICER}, or the watch of the system that did it by itself
 * @param level of the officer; null for the system
 */
public record CertificateChange(
        Instant since,
        CertificateState state,
        String cause,
        @Nullable String level,
        String reason) {
    static final String OFFICER = "OFFICER";

    /** Whether the certificate holds from then on. */
    public boolean holds() {
        return state == CertificateState.VALID;
    }

    public boolean byOfficer() {
        return cause.equals(OFFICER);
    }
}
