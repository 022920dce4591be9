package org.bangxiao.order;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bangxiao.catalogue.PriceTier;
import org.jspecify.annotations.Nullable;

/**
 * A cart as its owner sees it, at today's prices.
 *
 * @param id       null while nothing was ever put in
 * @param sellable false where a line has to be changed before checkout
 * @param changes  what is otherwise than when it was put in, in the order of the lines
 */
public record CartView(
        @Nullable UUID id,
        int version,
        long count,
        long totalFen,
        boolean sellable,
        List<Shop> shops,
        List<CartChange> changes) {
    /** The lines of one supplier: they become one order. */
    public record Shop(
            UUID organisationId, String supplierNameZh, String supplierNameEn, long totalFen, List<Line> lines) {}

    /**
     * @param tier         why {@code priceFen} is lower than the listing's own price; null where it is not
     * @param listPriceFen the listing's own price
     * @param seenPriceFen what it cost when it was put in; another {@code priceFen} is shown as a change
     */
    public record Line(
            UUID listingId,
            String picture,
            String nameZh,
            String nameEn,
            String unit,
            long quantity,
            long priceFen,
            long amountFen,
            @Nullable PriceTier tier,
            long listPriceFen,
            long seenPriceFen,
            long stock,
            boolean sellable) {}

    static CartView empty() {
        return new CartView(null, 0, 0, 0, true, List.of(), List.of());
    }

    CartView with(List<CartChange> first) {
        List<CartChange> all = new ArrayList<>(first);
        all.addAll(changes);
        return new CartView(id, version, count, totalFen, sellable, shops, List.copyOf(all));
    }

    /** True where something has to be lowered, taken out or paid otherwise: signing in alone asks for nothing. */
    public boolean settles() {
        return changes.stream().anyMatch(change -> change.kind() != CartChange.Kind.MERGED);
    }

    /** True where every line can be bought as it stands. */
    boolean ready() {
        return !shops.isEmpty()
                && sellable
                && shops.stream()
                        .flatMap(shop -> shop.lines().stream())
                        .allMatch(line -> line.quantity() <= line.stock());
    }
}
