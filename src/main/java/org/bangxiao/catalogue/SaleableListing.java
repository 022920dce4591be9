package org.bangxiao.catalogue;

import java.time.LocalDate;
import java.util.UUID;
import org.bangxiao.platform.BusinessClock;
import org.jspecify.annotations.Nullable;

/**
 * What a sale needs to know of a listing, read in the selling transaction: it is on sale and its certificate holds that day.
 *
 * @param netWeightGrams of one unit; null where goods are not sold by weight
 * @param weighed        whether one is weighed when it is packed, and what it weighs less is paid back
 * @param prices         its own price, {@code priceFen}, and by how much it falls with the quantity or in a period
 * @param picture        where its picture lies
 * @param presale        where it is sold before it can be sent; null where it is sent as usual
 * @param cancelHours   where it is a service that is sold by day and places: until how many hours before the day it is
 *     cancelled for nothing; null where it is sold as goods are
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
        boolean weighed,
        boolean perishable,
        long priceFen,
        Prices prices,
        String picture,
        @Nullable Presale presale,
        @Nullable Integer cancelHours,
        Delivery delivery) {
    /** What one weighs by order where it is sold by the scales; null where it is not. */
    public @Nullable Long unitGrams() {
        return weighed ? netWeightGrams : null;
    }

    /** In which days an order that is placed now is sent; null: as usual. */
    public @Nullable SendWindow window() {
        return presale == null ? null : presale.window();
    }

    /** Whether it is bought for a day. */
    public boolean byDay() {
        return cancelHours != null;
    }

    /** What an order for that day that is placed now is promised; null where it is not bought for one. */
    public @Nullable Visit visit(@Nullable LocalDate day) {
        return cancelHours == null || day == null
                ? null
                : new Visit(
                        day,
                        day.atStartOfDay(BusinessClock.CHINA)
                                .minusHours(cancelHours)
                                .toInstant());
    }
}
