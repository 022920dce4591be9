package org.bangxiao.organisation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A document of a supplier.
 *
 * @param kind      id of a document of the policy pack
 * @param expiresOn its last day, null where it has none
 * @param sha256    hash of its file
 */
public record DocumentView(
        UUID id,
        UUID organisationId,
        String kind,
        String number,
        LocalDate issuedOn,
        @Nullable LocalDate expiresOn,
        State state,
        String reason,
        Instant uploadedAt,
        String sha256) {
    /** It counts once an officer has confirmed it. */
    public enum State {
        WAITING,
        CONFIRMED,
        REFUSED
    }

    /** True where it counts on that day. */
    public boolean holdsOn(LocalDate day) {
        return state == State.CONFIRMED && !day.isBefore(issuedOn) && (expiresOn == null || !day.isAfter(expiresOn));
    }
}
