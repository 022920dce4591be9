package org.bangxiao.catalogue;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a sale needs to know of a listing, read in the selling transaction: it is on sale and its certificate holds that day.
 *
 * @param netWeightGrams of one unit; null where goods are not sold by weight
 * @param prices         its own price, {@code priceFen}, and by how much it falls with the quantity or in a period
 * @param picture        where its picture lies
 * @param presale        where it is sold before it can be sent; null where it is sent as usual
 * @param delivery       what it weighs and what its supplier takes for sending it
 */
public record SaleableListing(
        UUID listingId,
        UUID productId,
        UUID organisationId,
        String certificateNumber,
        String nameZh,
        String nameEn,
        String region,
        String countyCode,
        String category,
        String unit,
        @Nullable Long netWeightGrams,
        boolean perishable,
        long priceFen,
        Prices prices,
        String picture,
        @Nullable Presale presale,
        Delivery delivery) {
    /** In which days an order that is placed now is sent; null: as usual. */
    public @Nullable SendWindow window() {
        return presale == null ? null : presale.window();
    }
}
