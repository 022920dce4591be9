package org.bangxiao.account;

import java.time.Instant;
import java.util.UUID;

/**
 * Goods that somebody keeps for later.
 *
 * @param priceFen of one unit, today
 * @param picture  where its picture lies
 * @param stock    pieces that can be bought now; 0 where the goods are sold out or no longer on sale
 * @param byDay    whether it is booked for a day
 * @param waits    its keeper is told once it can be bought again
 */
public record Favourite(
        UUID listingId,
        String nameZh,
        String nameEn,
        String unit,
        long priceFen,
        String picture,
        long stock,
        boolean byDay,
        boolean waits,
        Instant keptAt) {}
