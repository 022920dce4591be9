package org.bangxiao.certification;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A product as it was certified: what a listing is made from.
 *
 * @param netWeightGrams of one unit; null where the product is not weighed
 * @param priceFen       the price per unit that was looked at
 * @param linkId         the benefit link behind the certificate
 */
public record CertifiedProduct(
        CertificateView certificate,
        String packageUnit,
        @Nullable Long netWeightGrams,
        long priceFen,
        List<Integer> harvestMonths,
        boolean perishable,
        boolean geographicalIndication,
        UUID linkId,
        boolean demo) {}
