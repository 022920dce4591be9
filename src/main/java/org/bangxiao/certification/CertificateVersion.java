package org.bangxiao.certification;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate said from one of its versions on.
 *
 * @param kind    {@code NEW}, {@code RENEWAL}, {@code CHANGE} or {@code IMPORT}
 * @param changed the fields that were written otherwise than in the version before
 */
public record CertificateVersion(
        int no,
        String kind,
        UUID applicationId,
        String packVersion,
        String nameZh,
        String nameEn,
        String category,
        String countyCode,
        String criterion,
        String packageUnit,
        @Nullable Long netWeightGrams,
        long priceFen,
        long yearlyCapacity,
        LocalDate validFrom,
        LocalDate validTo,
        List<String> changed) {}
