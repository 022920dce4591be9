package org.bangxiao.certification;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a supplier writes about one product.
 *
 * @param category            id or Chinese name of one of the pack's categories
 * @param countyCode          county of origin, six digits
 * @param packageUnit         what one unit is, e.g. {@code 5斤/箱}
 * @param netWeightGrams      of one unit; null where the product is not weighed
 * @param priceFen            proposed retail price of one unit
 * @param yearlyCapacity      units that can be supplied in a year
 * @param harvestMonths       1 to 12
 * @param linkId              the supplier's benefit link behind this product
 * @param floorFenPerUnit     wished split: guaranteed to the households for each unit sold
 * @param dividendBasisPoints wished split: the households' share of what is left after fee and floor; null for the pack's
 */
public record ApplicationDraft(
        String nameZh,
        @Nullable String nameEn,
        String category,
        String countyCode,
        String packageUnit,
        @Nullable Long netWeightGrams,
        long priceFen,
        long yearlyCapacity,
        List<Integer> harvestMonths,
        boolean perishable,
        boolean geographicalIndication,
        UUID linkId,
        long floorFenPerUnit,
        @Nullable Integer dividendBasisPoints) {}
