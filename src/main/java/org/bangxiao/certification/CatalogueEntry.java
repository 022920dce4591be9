package org.bangxiao.certification;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A product of the national catalogue that our region took in by file. Its number can be verified here; it is sold here
 * once its supplier has applied with its link to households.
 *
 * @param catalogueBatch the batch it was announced in, and with {@code externalId} its identity
 */
public record CatalogueEntry(
        UUID id,
        String catalogueBatch,
        String externalId,
        String number,
        String region,
        String nameZh,
        String supplierName,
        String creditCode,
        String countyCode,
        String category,
        long yearlyValueFen,
        int personsHelped,
        LocalDate announcedOn,
        LocalDate validTo) {}
