package org.bangxiao.certification;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a supplier writes about one product. Until it is handed in, anything may still be missing: texts are empty then,
 * numbers 0, the link null.
 *
 * @param category            id or Chinese name of one of the pack's categories
 * @param countyCode          county of origin, six digits
 * @param packageUnit         what one unit is, e.g. {@code 5斤/箱}; for a service one place or visit
 * @param netWeightGrams      of one unit; null where the product is not weighed
 * @param priceFen            proposed retail price of one unit
 * @param yearlyCapacity      units that can be supplied in a year
 * @param harvestMonths       1 to 12
 * @param linkId              the supplier's benefit link behind this product
 * @param floorFenPerUnit     wished split: guaranteed to the households for each unit sold
 * @param dividendBasisPoints wished split: the households' share of what is left after fee and floor; null for the pack's
 * @param bulkPriceFen        proposed price of one unit for buyers of many; null where there is none
 * @param yearlyValueFen      what the supplier says a year's supply is worth; null where nothing is said
 * @param areaSquareMetres    land that the product grows on; null where none is named
 * @param rawLots             what a processed product is made of
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
        @Nullable UUID linkId,
        long floorFenPerUnit,
        @Nullable Integer dividendBasisPoints,
        @Nullable Long bulkPriceFen,
        @Nullable Long yearlyValueFen,
        @Nullable Long areaSquareMetres,
        List<RawLot> rawLots) {
    /** Nothing written yet. */
    static final ApplicationDraft BLANK =
            new ApplicationDraft("", "", "", "", "", null, 0, 0, List.of(), false, false, null, 0, null);

    // What a body leaves out arrives as null.
    public ApplicationDraft {
        rawLots = rawLots == null ? List.of() : rawLots;
    }

    /** A product without bulk price, declared value, area and raw lots. */
    public ApplicationDraft(
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
            @Nullable UUID linkId,
            long floorFenPerUnit,
            @Nullable Integer dividendBasisPoints) {
        this(
                nameZh,
                nameEn,
                category,
                countyCode,
                packageUnit,
                netWeightGrams,
                priceFen,
                yearlyCapacity,
                harvestMonths,
                perishable,
                geographicalIndication,
                linkId,
                floorFenPerUnit,
                dividendBasisPoints,
                null,
                null,
                null,
                List.of());
    }

    /** The same under another name. */
    public ApplicationDraft named(String zh, String en) {
        return new ApplicationDraft(
                zh,
                en,
                category,
                countyCode,
                packageUnit,
                netWeightGrams,
                priceFen,
                yearlyCapacity,
                harvestMonths,
                perishable,
                geographicalIndication,
                linkId,
                floorFenPerUnit,
                dividendBasisPoints,
                bulkPriceFen,
                yearlyValueFen,
                areaSquareMetres,
                rawLots);
    }
}
