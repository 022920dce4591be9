package org.bangxiao.catalogue;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A gift box at today's prices.
 *
 * @param offered   whether its supplier offers it
 * @param totalFen  of one box: the sum of its goods' prices
 * @param boxesLeft how many whole boxes the shelf holds; 0 where one of the goods lacks
 * @param goods     in its supplier's order
 */
public record GiftBoxView(
        UUID id,
        UUID organisationId,
        int version,
        boolean offered,
        String nameZh,
        String nameEn,
        String textZh,
        String textEn,
        long totalFen,
        long boxesLeft,
        List<Item> goods) {
    /** Why goods keep their box from being bought. */
    public enum Lack {
        WITHDRAWN,
        SUPPLIER,
        CERTIFICATE,
        /** Sold in advance, or was: it is not sent with the others. */
        PRESALE,
        /** Sold by weight: its price is known when it is packed. */
        WEIGHED,
        /** Booked for a day, which a box does not know. */
        BY_DAY,
        /** Fewer are left than one box needs. */
        SOLD_OUT
    }

    /**
     * One of the goods of a box.
     *
     * @param pieces    in one box
     * @param priceFen  of one piece where one box is bought; more boxes may reach a lower tier
     * @param amountFen of all pieces in one box
     * @param left      pieces that can be bought now
     * @param lack      null where it can be bought
     */
    public record Item(
            UUID listingId,
            String nameZh,
            String nameEn,
            String unit,
            String picture,
            String certificateNumber,
            int pieces,
            long priceFen,
            long amountFen,
            long left,
            @Nullable Lack lack) {
        /** Of how many boxes it has the pieces. */
        public long boxes() {
            return lack == null ? left / pieces : 0;
        }
    }

    /** Whether it can be bought. */
    public boolean whole() {
        return offered && boxesLeft > 0;
    }

    /** The goods for want of which it cannot be bought. */
    public List<Item> lacking() {
        return goods.stream().filter(item -> item.lack() != null).toList();
    }
}
