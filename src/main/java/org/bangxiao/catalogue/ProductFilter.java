package org.bangxiao.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * Which goods are looked at. Empty texts and null leave nothing out.
 *
 * @param county       a county's code, or a prefecture's for all its counties
 * @param certificate  kind of a certificate of others that stands beside ours today
 * @param priceFromFen price of one unit, included; 0 or more
 * @param priceToFen   price of one unit, included; not below {@code priceFromFen}
 * @param inSeason     only what is harvested this month
 * @param needsBuyers  only what an officer found to lie unsold
 * @param shipsTo      only what is sent to the province of this code
 * @param month        only what is sold in this month, 1 to 12; 0 for any
 */
public record ProductFilter(
        String county,
        String category,
        String certificate,
        @Nullable Long priceFromFen,
        @Nullable Long priceToFen,
        boolean inSeason,
        boolean needsBuyers,
        String shipsTo,
        int month) {
    /** Everything on sale. */
    public static final ProductFilter NOTHING = new ProductFilter("", "", "", null, null, false, false, "", 0);

    ProductFilter county(String code) {
        return new ProductFilter(
                code, category, certificate, priceFromFen, priceToFen, inSeason, needsBuyers, shipsTo, month);
    }

    ProductFilter category(String id) {
        return new ProductFilter(
                county, id, certificate, priceFromFen, priceToFen, inSeason, needsBuyers, shipsTo, month);
    }

    ProductFilter certificate(String kind) {
        return new ProductFilter(
                county, category, kind, priceFromFen, priceToFen, inSeason, needsBuyers, shipsTo, month);
    }

    ProductFilter price(@Nullable Long fromFen, @Nullable Long toFen) {
        return new ProductFilter(county, category, certificate, fromFen, toFen, inSeason, needsBuyers, shipsTo, month);
    }

    ProductFilter inSeason(boolean only) {
        return new ProductFilter(
                county, category, certificate, priceFromFen, priceToFen, only, needsBuyers, shipsTo, month);
    }

    ProductFilter needsBuyers(boolean only) {
        return new ProductFilter(
                county, category, certificate, priceFromFen, priceToFen, inSeason, only, shipsTo, month);
    }

    ProductFilter shipsTo(String province) {
        return new ProductFilter(
                county, category, certificate, priceFromFen, priceToFen, inSeason, needsBuyers, province, month);
    }

    ProductFilter month(int number) {
        return new ProductFilter(
                county, category, certificate, priceFromFen, priceToFen, inSeason, needsBuyers, shipsTo, number);
    }

    boolean byPrice() {
        return priceFromFen != null || priceToFen != null;
    }
}
