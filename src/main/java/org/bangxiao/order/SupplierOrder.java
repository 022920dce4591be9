package org.bangxiao.order;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.catalogue.SendWindow;
import org.bangxiao.catalogue.Visit;
import org.jspecify.annotations.Nullable;

/**
 * An order as its supplier sees it, or an agent, so far as it is the reader's.
 *
 * @param stage    ACCEPT, SEND, PARTLY (a parcel is out, others are due), SHIPPED or RECEIVED; of a service VISIT until its
 *     guests were there, then VISITED
 * @param receiver masked; whole only where one order is opened that the reader has to send, or whose guests the reader
 *     awaits; empty where it is not whole
 * @param totalFen what the supplier sold: the lines shown less its own coupon, and the freight
 * @param freightFen what the buyer paid for delivery; 0 where it is not whole
 * @param discountFen what the supplier's own coupon took off
 * @param subsidyFen what of the total the platform or a fund pays in place of the buyer
 * @param window   in which days it has to be sent, as it was sold in advance; null for what is sent as usual
 * @param visit    for which day it is booked; null for what is sent
 * @param whole    false where it holds goods that the reader has no mandate for: the supplier sends it
 */
public record SupplierOrder(
        UUID id,
        String number,
        String stage,
        Instant placedAt,
        String receiver,
        long totalFen,
        long freightFen,
        long discountFen,
        long subsidyFen,
        boolean whole,
        @Nullable SendWindow window,
        @Nullable Visit visit,
        List<Line> lines,
        List<Parcel> parcels) {
    /** So long a parcel takes; what is sold in advance is sent so long before its window. */
    public static final int DAYS_ON_THE_WAY = 3;

    /**
     * @param sent pieces that are in parcels
     * @param due  pieces that still have to be sent
     * @param unitGrams what one weighs by order where it is sold by weight: it is weighed when it is packed; null else
     * @param packedGrams what its parcels weighed
     * @param weightBackFen what was paid back for weight that they lacked
     */
    public record Line(
            int lineNo,
            String nameZh,
            String nameEn,
            String unit,
            long quantity,
            long amountFen,
            long sent,
            long due,
            @Nullable Long unitGrams,
            long packedGrams,
            long weightBackFen) {
        /** Pieces that its buyer gave up, or got the money back for because they were missing. */
        public long off() {
            return Math.max(0, quantity - sent - due);
        }
    }

    /** Whether something of it still has to be sent, and by the reader. */
    public boolean toSend() {
        return whole && (stage.equals("ACCEPT") || stage.equals("SEND") || stage.equals("PARTLY"));
    }

    /** Whether guests are still to come, and to the reader. */
    public boolean awaited() {
        return whole && stage.equals("VISIT");
    }

    /**
     * The day from which it may be sent: {@value #DAYS_ON_THE_WAY} days before its window, for so long a parcel is on its
     * way and the buyer expects it within the window; null where it may be sent at any time.
     */
    public @Nullable LocalDate sendableFrom() {
        return sendableFrom(window);
    }

    static @Nullable LocalDate sendableFrom(@Nullable SendWindow window) {
        return window == null ? null : window.from().minusDays(DAYS_ON_THE_WAY);
    }

    SupplierOrder receivedBy(String clear) {
        return new SupplierOrder(
                id,
                number,
                stage,
                placedAt,
                clear,
                totalFen,
                freightFen,
                discountFen,
                subsidyFen,
                whole,
                window,
                visit,
                lines,
                parcels);
    }
}
