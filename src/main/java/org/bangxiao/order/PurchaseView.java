package org.bangxiao.order;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.catalogue.SendWindow;
import org.bangxiao.catalogue.Visit;
import org.jspecify.annotations.Nullable;

/**
 * One purchase with its orders, as the buyer sees it.
 *
 * @param guest         whether no account owns it
 * @param state         PLACED, PAID, EXPIRED, CANCELLED or REFUND_DUE
 * @param totalFen      what is paid: goods and freight less the discount
 * @param couponZh      what took something off, as it was called then; null where nothing did
 * @param discountFen   what it took off
 * @param householdsFen what of it goes to households, less what was taken back; 0 while unpaid
 * @param refundedFen   what the provider has paid back
 * @param refundingFen  what is on its way back
 */
public record PurchaseView(
        UUID id,
        boolean guest,
        String state,
        long totalFen,
        @Nullable String couponZh,
        @Nullable String couponEn,
        long discountFen,
        Instant placedAt,
        Instant holdsUntil,
        @Nullable Instant paidAt,
        String receiverMasked,
        @Nullable String payLink,
        long householdsFen,
        long refundedFen,
        long refundingFen,
        List<Part> parts) {
    /** Whether it may still be sent somewhere else: something will be sent, and nobody has accepted any of it. */
    public boolean readdressable() {
        return parts.stream().anyMatch(part -> part.unaccepted() && part.visit() == null)
                && parts.stream()
                        .allMatch(part -> part.unaccepted() || part.state().equals("CANCELLED"));
    }

    /** The same for somebody who may only read it: without the way to pay and without codes of visits. */
    PurchaseView toRead() {
        return new PurchaseView(
                id,
                guest,
                state,
                totalFen,
                couponZh,
                couponEn,
                discountFen,
                placedAt,
                holdsUntil,
                paidAt,
                receiverMasked,
                null,
                householdsFen,
                refundedFen,
                refundingFen,
                parts.stream().map(Part::toRead).toList());
    }

    /** Whether all that was paid has gone back or is on its way. */
    public boolean wentBack() {
        return refundedFen + refundingFen >= totalFen;
    }

    /**
     * The order of one supplier; of goods sold in advance, of those sent in the same days; of services, for one day.
     *
     * @param totalFen   its lines less their discounts, and its freight
     * @param freightFen as it was when it was placed
     * @param window     in which days it is sent, as it was sold in advance; null for what is sent as usual
     * @param accepted   whether its supplier has said that it will be sent
     * @param visit      for which day it is booked; null for what is sent
     * @param code       what its guest shows the supplier on that day, eight digits; null while it is not paid, and once it
     *     took place
     */
    public record Part(
            UUID id,
            String number,
            String state,
            UUID organisationId,
            String supplierNameZh,
            String supplierNameEn,
            long totalFen,
            long freightFen,
            @Nullable SendWindow window,
            boolean accepted,
            @Nullable Visit visit,
            @Nullable String code,
            List<Parcel> parcels,
            List<Line> lines) {
        /** What the purchase's coupon took off its lines. */
        @JsonProperty
        public long discountFen() {
            return lines.stream().mapToLong(Line::discountFen).reduce(0, Math::addExact);
        }

        private Part toRead() {
            return new Part(
                    id,
                    number,
                    state,
                    organisationId,
                    supplierNameZh,
                    supplierNameEn,
                    totalFen,
                    freightFen,
                    window,
                    accepted,
                    visit,
                    null,
                    parcels,
                    lines);
        }

        /** Whether something of it is not sent though its days are over: the buyer may cancel that alone. */
        public boolean late(LocalDate today) {
            return state.equals("PAID") && window != null && window.over(today);
        }

        /** Whether nobody has said yet that it will be sent: then its buyer gives it up, or has it sent elsewhere. */
        public boolean unaccepted() {
            return !accepted && (state.equals("PLACED") || state.equals("PAID"));
        }

        /** Whether it is paid and nothing of it is on its way. */
        public boolean unsent() {
            return state.equals("PAID") && parcels.isEmpty();
        }

        /** Whether its buyer may cancel it alone and for nothing, as a visit some time before its day. */
        public boolean cancellable(Instant now) {
            return state.equals("PAID") && visit != null && visit.cancellable(now);
        }

        /** Its state, or BOOKED and VISITED of a visit, or PARTLY where a parcel is on its way and others will follow. */
        public String progress() {
            if (visit != null) {
                return state.equals("PAID") ? "BOOKED" : state.equals("RECEIVED") ? "VISITED" : state;
            }
            return state.equals("PAID") && !parcels.isEmpty() ? "PARTLY" : state;
        }
    }

    /**
     * @param listPriceFen what one would have cost where few are bought or in no period; null where it was the same
     * @param discountFen  its share of what the coupon took off
     * @param saleId       the sale it was recorded as, once paid
     * @param givenUp      pieces that were given up before they were sent
     * @param weight       of goods sold by weight; null of others
     */
    public record Line(
            UUID listingId,
            String nameZh,
            String nameEn,
            String unit,
            long quantity,
            long givenUp,
            long priceFen,
            @Nullable Long listPriceFen,
            long amountFen,
            long discountFen,
            @Nullable UUID saleId,
            long householdsFen,
            @Nullable LineWeight weight) {}
}
