package org.bangxiao.certification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.region.Label;
import org.bangxiao.region.Words;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as its public page shows it, in the words of the first day of the version that holds.
 *
 * @param households          how many registered households stand behind the product today; null below ten
 * @param householdsFewerThan ten where {@code households} is not told, else null
 * @param criterion           what the link to the households was certified on
 * @param history             how it came about, oldest first
 * @param changes             what became of it, oldest first
 * @param versions            what it said before and says now, newest first
 * @param seconds             certificates of others that hold today
 * @param words               the names of the first day of the version that holds
 */
public record PublicCertificate(
        String number,
        CertificateState state,
        @Nullable String stateReason,
        UUID productId,
        String nameZh,
        String nameEn,
        String category,
        Label categoryName,
        String countyCode,
        Label countyName,
        UUID organisationId,
        Label organisationName,
        String packageUnit,
        long yearlyCapacity,
        LocalDate issuedOn,
        LocalDate validTo,
        @Nullable Integer households,
        @Nullable Integer householdsFewerThan,
        Label criterion,
        Label scheme,
        Label title,
        Label statement,
        Label promise,
        Label free,
        Label mark,
        String packVersion,
        boolean demo,
        List<Passed> history,
        List<CertificateChange> changes,
        List<CertificateVersion> versions,
        List<SecondCertificate> seconds,
        Words words) {
    /** One step on the way. */
    public record Passed(Label step, DecisionOutcome outcome, Instant at) {}

    public boolean valid() {
        return state == CertificateState.VALID;
    }
}
