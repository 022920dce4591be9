package org.bangxiao.catalogue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A listing as its supplier sees it.
 *
 * @param draft  saved, and never published yet
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
        String certificateNumber,
        boolean certificateValid,
        LocalDate certificateValidTo,
        long onHand,
        long sold,
        long held,
        long stock,
        Instant listedAt) {}
