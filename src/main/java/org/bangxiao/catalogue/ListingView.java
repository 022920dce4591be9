package org.bangxiao.catalogue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A listing as its supplier sees it.
 *
 * @param draft  saved, and never published yet
 * @param netWeightGrams of one unit; null where it is not sold by weight
 * @param weighed whether it is weighed when it is packed, and what it weighs less is paid back
 * @param freight what its supplier said of its delivery
 * @param presale where it is sold before it can be sent; null where it is sent as usual
 * @param cancelHours where it is sold by day and places: until how many hours before the day it is cancelled for nothing;
 *     null where it is not. Its stock is then what is free on its days
 * @param onHand everything put on sale so far less what was written off
 * @param stock  what can be bought now: on hand less sold less held at a checkout
 */
public record ListingView(
        UUID id,
        UUID productId,
        UUID organisationId,
        int version,
        boolean draft,
        boolean onSale,
        String nameZh,
        String nameEn,
        String descriptionZh,
        String descriptionEn,
        String category,
        String countyCode,
        String unit,
        long priceFen,
        ShelfData shelf,
        @Nullable Long netWeightGrams,
        boolean weighed,
        ListingFreight.Choice freight,
        @Nullable Presale presale,
        @Nullable Integer cancelHours,
        String certificateNumber,
        boolean certificateValid,
        LocalDate certificateValidTo,
        long onHand,
        long sold,
        long held,
        long stock,
        Instant listedAt) {}
