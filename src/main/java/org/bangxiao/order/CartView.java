package org.bangxiao.order;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bangxiao.catalogue.PriceTier;
import org.bangxiao.catalogue.SendWindow;
import org.bangxiao.catalogue.Visit;
import org.bangxiao.freight.Freight;
import org.bangxiao.promotion.Coupon;
import org.bangxiao.promotion.Coupons;
import org.bangxiao.promotion.Discount;
import org.jspecify.annotations.Nullable;

/**
 * A cart as its owner sees it, at today's prices.
 *
 * @param id       null while nothing was ever put in
 * @param totalFen of the goods
 * @param sellable false where a line has to be changed before checkout
 * @param place    the province that delivery was reckoned for; null while nobody has said
 * @param freightFen of all suppliers; 0 while the place is not known
 * @param choice   coupons, where the owner is signed in
 * @param changes  what is otherwise than when it was put in, in the order of the lines
 */
public record CartView(
        @Nullable UUID id,
        int version,
        long count,
        long totalFen,
        boolean sellable,
        @Nullable String place,
        long freightFen,
        @JsonIgnore Coupons.Choice choice,
        List<Shop> shops,
        List<CartChange> changes) {
    /**
     * The lines of one supplier that are sent in the same days: they become one order.
     *
     * @param window  in which days they are sent, for goods sold in advance; null for what is sent as usual
     * @param visit   for which day they are booked, for services; null for what is sent
     * @param cancellable whether such a visit could still be cancelled for nothing, booked now
     * @param freight of those that are delivered to the place; null where none is, or the place is not known
     */
    public record Shop(
            UUID organisationId,
            String supplierNameZh,
            String supplierNameEn,
            @Nullable SendWindow window,
            @Nullable Visit visit,
            boolean cancellable,
            long totalFen,
            @Nullable Freight freight,
            List<Line> lines) {}

    /**
     * @param grams        what is paid for of goods sold by weight; null of others
     * @param tier         why {@code priceFen} is lower than the listing's own price; null where it is not
     * @param listPriceFen the listing's own price
     * @param delivered    false where its supplier sends nothing to the place
     * @param seenPriceFen what it cost when it was put in; another {@code priceFen} is shown as a change
     */
    public record Line(
            UUID listingId,
            String picture,
            String nameZh,
            String nameEn,
            String unit,
            @JsonIgnore String countyCode,
            @JsonIgnore String category,
            long quantity,
            long priceFen,
            long amountFen,
            @Nullable Long grams,
            @Nullable PriceTier tier,
            long listPriceFen,
            long seenPriceFen,
            long stock,
            boolean sellable,
            boolean delivered) {}

    static CartView empty(@Nullable String place) {
        return new CartView(null, 0, 0, 0, true, place, 0, Coupons.Choice.NONE, List.of(), List.of());
    }

    CartView with(List<CartChange> first) {
        List<CartChange> all = new ArrayList<>(first);
        all.addAll(changes);
        return new CartView(id, version, count, totalFen, sellable, place, freightFen, choice, shops, List.copyOf(all));
    }

    CartView with(Coupons.Choice coupons) {
        return new CartView(id, version, count, totalFen, sellable, place, freightFen, coupons, shops, changes);
    }

    /** Those the owner may choose from for these goods. */
    @JsonProperty
    public List<Coupon> coupons() {
        return choice.all();
    }

    /** The one chosen; null where none is. */
    @JsonProperty
    public @Nullable UUID couponId() {
        Discount discount = choice.discount();
        return discount == null ? null : discount.couponId();
    }

    /** What it is called, as it stands on the bill; empty where none is chosen. */
    public @Nullable Discount discount() {
        return choice.discount();
    }

    /** What it takes off the goods; 0 where none is chosen. */
    @JsonProperty
    public long discountFen() {
        Discount discount = choice.discount();
        return discount == null ? 0 : discount.fen();
    }

    /** What is to be paid: goods less the discount and, where the place is known, freight. */
    @JsonProperty
    public long payableFen() {
        return Math.addExact(totalFen, freightFen) - discountFen();
    }

    /**
     * True where something has to be lowered, taken out or paid otherwise: signing in alone asks for nothing, and where
     * goods are to go is for the buyer to say.
     */
    public boolean settles() {
        return changes.stream()
                .anyMatch(change ->
                        change.kind() != CartChange.Kind.MERGED && change.kind() != CartChange.Kind.NOT_DELIVERED);
    }

    /** True where something has to be sent: else nobody is asked where to. */
    public boolean sent() {
        return shops.stream().anyMatch(shop -> shop.visit() == null);
    }

    /** True where every line can be bought as it stands. */
    boolean ready() {
        return !shops.isEmpty()
                && sellable
                && changes.stream().noneMatch(change -> change.kind() == CartChange.Kind.WINDOW)
                && shops.stream()
                        .flatMap(shop -> shop.lines().stream())
                        .allMatch(line -> line.quantity() <= line.stock());
    }
}
