package org.bangxiao.household;

import java.time.LocalDate;
import java.util.UUID;

/**
 * An agreement as prepared.
 *
 * @param priceFen the product's price for one unit: fee and floor must fit into it
 */
public record AgreementDraft(
        UUID productId,
        UUID linkId,
        int feeBasisPoints,
        long floorFenPerUnit,
        int dividendBasisPoints,
        LocalDate validFrom,
        long priceFen) {}
