package org.bangxiao.order;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is otherwise about a line of a cart than when its owner put it in, or what was done about it.
 *
 * @param before what the owner saw or wanted: fen for {@link Kind#PRICE}, pieces else; null where there was nothing
 * @param after  what holds now, in the same unit; null where the line cannot be bought at all
 */
public record CartChange(
        Kind kind,
        UUID listingId,
        String nameZh,
        String nameEn,
        @Nullable Long before,
        @Nullable Long after) {
    /** Why; the names are part of the JSON contract. */
    public enum Kind {
        /** Signing in brought the guest's line over; of two quantities the larger stays. */
        MERGED,
        /** Another price than was seen. */
        PRICE,
        /** It is sent in other days than were seen. */
        WINDOW,
        /** The day that was chosen can't be booked any more, or one has to be chosen now. */
        DAY,
        /** Its supplier sends nothing to the buyer's place. */
        NOT_DELIVERED,
        /** Fewer are left than are wanted. */
        STOCK,
        /** None is left. */
        SOLD_OUT,
        /** Its supplier took it from sale. */
        WITHDRAWN,
        /** Its supplier may not sell at present. */
        SUPPLIER,
        /** The last day on which it could be ordered in advance is over. */
        PRESALE,
        /** Its certificate does not hold at present. */
        CERTIFICATE
    }
}
