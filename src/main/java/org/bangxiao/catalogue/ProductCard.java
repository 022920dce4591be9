package org.bangxiao.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bangxiao.kernel.Money;
import org.jspecify.annotations.Nullable;

/**
 * A product on sale as a list shows it.
 *
 * @param pricePerJinFen price of 500 g, rounded down; null where goods are not sold by weight
 * @param reviews        how many buyers reviewed it, {@code stars} what they gave in sum; hidden reviews do not count
 * @param households     how many stand behind it; 0 where they are fewer than 10 and the number is not published
 * @param stock          pieces that can be bought now; none once a pre-sale is over
 * @param presale        where it is sold before it can be sent; null where it is sent as usual
 * @param inSeason       harvested this month
 * @param picture        where its picture lies: its supplier's first, else a drawing
 */
public record ProductCard(
        UUID id,
        UUID productId,
        UUID organisationId,
        String nameZh,
        String nameEn,
        String countyCode,
        String countyNameZh,
        String countyNameEn,
        String category,
        String unit,
        long priceFen,
        @Nullable Long pricePerJinFen,
        String certificateNumber,
        int households,
        long stock,
        @Nullable Presale presale,
        boolean inSeason,
        boolean perishable,
        boolean geographicalIndication,
        List<Integer> harvest,
        String picture,
        Instant listedAt,
        int reviews,
        int stars) {
    /** Public figures about households need at least so many of them. */
    static final int FEWEST_HOUSEHOLDS = 10;

    private static final long GRAMS_IN_A_JIN = 500;

    static @Nullable Long perJin(long priceFen, @Nullable Long netWeightGrams) {
        return netWeightGrams == null ? null : Money.mulDiv(priceFen, GRAMS_IN_A_JIN, netWeightGrams);
    }

    static int published(int households) {
        return households < FEWEST_HOUSEHOLDS ? 0 : households;
    }

    /** The average of the reviews as it is written, {@code 4.7}; only where there are any. */
    public String rating() {
        int tenths = (int) Money.mulDiv(stars, 10, reviews);
        return tenths / 10 + "." + tenths % 10;
    }

    /** Few enough that their number would point at them. */
    public boolean fewHouseholds() {
        return households == 0;
    }
}
