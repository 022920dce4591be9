package org.bangxiao.demo;

import java.util.List;
import org.bangxiao.household.LinkKind;
import org.jspecify.annotations.Nullable;

/**
 * A real product with an invented supplier, capacity and agreement.
 *
 * @param netWeightGrams null where the unit states no weight
 * @param exclusion      why the scheme refuses it, empty for a certifiable product
 */
public record DemoProduct(
        int number,
        int supplier,
        String countyCode,
        String nameZh,
        String nameEn,
        String categoryZh,
        String categoryEn,
        String unit,
        @Nullable Long netWeightGrams,
        boolean weightApproximate,
        long priceFen,
        List<Integer> harvestMonths,
        boolean perishable,
        boolean geographicalIndication,
        boolean certifiable,
        String exclusion,
        long yearlyCapacityUnits,
        int openingStock,
        AgreementTerms agreement) {
    /**
     * How a unit's price is shared; fee, floor and dividend together stay below the price.
     *
     * @param kind                which links of the supplier share floor and dividend
     * @param feeBasisPoints      of the price, as the policy pack says
     * @param floorFenPerUnit     guaranteed to the households per unit sold
     * @param dividendBasisPoints of the price
     */
    public record AgreementTerms(LinkKind kind, int feeBasisPoints, long floorFenPerUnit, int dividendBasisPoints) {}

    public DemoProduct {
        harvestMonths = List.copyOf(harvestMonths);
    }
}
