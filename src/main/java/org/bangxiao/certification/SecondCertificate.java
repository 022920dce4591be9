package org.bangxiao.certification;

import java.time.LocalDate;
import java.util.UUID;
import org.bangxiao.region.Label;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of somebody else that stands beside ours: 圳品, a geographical indication, green food, organic.
 *
 * @param kind   id of one of the pack's kinds
 * @param number as its issuer gave it
 * @param state  {@code ENTERED} by the supplier, {@code CONFIRMED} or {@code REFUSED} by the county
 * @param sha256 of the document that shows it, in hexadecimal digits
 */
public record SecondCertificate(
        UUID id,
        String kind,
        Label name,
        String number,
        LocalDate validFrom,
        LocalDate validTo,
        String state,
        String sha256,
        @Nullable String reason) {
    /** Whether it may be shown on that day. */
    public boolean holdsOn(LocalDate day) {
        return state.equals("CONFIRMED") && !day.isBefore(validFrom) && !day.isAfter(validTo);
    }
}
