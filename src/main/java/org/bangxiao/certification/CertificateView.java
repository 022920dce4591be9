package org.bangxiao.certification;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as everybody may see it.
 *
 * @param criterion      id of the pack's link criterion that was met
 * @param yearlyCapacity units of the product that may be sold in a calendar year
 * @param validTo        last day on which it holds
 * @param state          on the day that was asked for
 * @param stateReason    why it is suspended or revoked
 */
public record CertificateView(
        UUID id,
        String number,
        UUID applicationId,
        UUID productId,
        UUID organisationId,
        String region,
        String packVersion,
        String nameZh,
        String nameEn,
        String category,
        String countyCode,
        String criterion,
        long yearlyCapacity,
        LocalDate issuedOn,
        LocalDate validTo,
        CertificateState state,
        @Nullable String stateReason) {
    public boolean valid() {
        return state == CertificateState.VALID;
    }
}
