package org.bangxiao.demo;

import org.bangxiao.household.LinkKind;

/** All of a supplier's labour, members, raw material of a year and land, whoever they come from. */
public record SupplierTotals(long workers, long members, long rawMaterialGrams, long landSquareMetres) {
    public long of(LinkKind kind) {
        return switch (kind) {
            case WAGES -> workers;
            case SHARES -> members;
            case PRODUCE -> rawMaterialGrams;
            case LAND -> landSquareMetres;
            case ASSET -> 0;
        };
    }
}
