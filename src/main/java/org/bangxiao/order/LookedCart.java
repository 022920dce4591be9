package org.bangxiao.order;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.catalogue.Obstacle;
import org.bangxiao.catalogue.Prices;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.catalogue.ShelfLook;
import org.bangxiao.freight.Freight;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.promotion.Coupons;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a cart's lines.
 *
 * @param places of services the places that are free on the day chosen, where that day can be booked
 */
record LookedCart(CartRepository.Cart cart, ShelfLook shelf, Map<UUID, Long> places) {
    /** Whether a line can't be booked for its day, or lacks one, or has one where none is asked for. */
    boolean dayGone(CartRepository.CartLine line) {
        SaleableListing goods = shelf.known().get(line.listingId());
        return goods != null
                && (goods.byDay() != (line.day() != null) || (goods.byDay() && !places.containsKey(line.listingId())));
    }

    boolean sellable(CartRepository.CartLine line) {
        return shelf.offered().containsKey(line.listingId()) && !dayGone(line);
    }

    /** Pieces, or places of its day, that can be bought now. */
    long left(CartRepository.CartLine line) {
        return (line.day() == null ? shelf.available() : places).getOrDefault(line.listingId(), 0L);
    }

    /** One for each line that cannot be bought as it was meant, and one for each price that is not the one seen. */
    List<CartChange> changes() {
        List<CartChange> found = new ArrayList<>();
        for (CartRepository.CartLine line : cart.lines()) {
            UUID id = line.listingId();
            SaleableListing goods = shelf.known().get(id);
            if (goods == null) {
                continue;
            }
            Obstacle obstacle = shelf.obstacles().get(id);
            long left = left(line);
            if (obstacle != null) {
                found.add(change(CartChange.Kind.valueOf(obstacle.name()), id, line.quantity(), null));
                continue;
            }
            if (dayGone(line)) {
                found.add(change(CartChange.Kind.DAY, id, line.quantity(), null));
                continue;
            }
            if (left == 0) {
                found.add(change(CartChange.Kind.SOLD_OUT, id, line.quantity(), null));
                continue;
            }
            if (left < line.quantity()) {
                found.add(change(CartChange.Kind.STOCK, id, line.quantity(), left));
            }
            if (!Objects.equals(goods.window(), line.seenWindow())) {
                found.add(change(CartChange.Kind.WINDOW, id, line.quantity(), line.quantity()));
            }
            if (goods.priceFen() != line.seenPriceFen()) {
                found.add(change(CartChange.Kind.PRICE, id, line.seenPriceFen(), goods.priceFen()));
            }
        }
        return found;
    }

    CartChange change(CartChange.Kind kind, UUID listing, @Nullable Long before, @Nullable Long after) {
        SaleableListing goods = Objects.requireNonNull(shelf.known().get(listing));
        return new CartChange(kind, listing, goods.nameZh(), goods.nameEn(), before, after);
    }

    /** As its owner sees it; place: the province that delivery is reckoned for. */
    CartView view(Map<UUID, OrganisationView.Name> names, Instant now, @Nullable String place) {
        LocalDate day = BusinessClock.dayOf(now);
        Map<Bundle, List<CartView.Line>> bundles = new LinkedHashMap<>();
        Map<Bundle, List<Freight.Goods>> sent = new HashMap<>();
        List<CartChange> changes = changes();
        long count = 0;
        boolean allSellable = true;
        for (CartRepository.CartLine line : cart.lines()) {
            SaleableListing goods = shelf.known().get(line.listingId());
            if (goods == null) {
                continue;
            }
            allSellable &= sellable(line);
            Bundle bundle = Bundle.of(goods, line.day());
            count += line.quantity();
            Prices.Offer offer = goods.prices().of(line.quantity(), day);
            long amount = Math.multiplyExact(line.quantity(), offer.fen());
            Freight.Goods parcel = goods.delivery().goods(line.quantity(), amount);
            boolean delivered = place == null || !bundle.sent() || parcel.deliveredTo(place);
            if (delivered && bundle.sent()) {
                sent.computeIfAbsent(bundle, one -> new ArrayList<>()).add(parcel);
            } else if (!delivered) {
                changes.add(change(CartChange.Kind.NOT_DELIVERED, line.listingId(), line.quantity(), null));
            }
            bundles.computeIfAbsent(bundle, one -> new ArrayList<>()).add(line(line, goods, offer, delivered));
        }
        List<CartView.Shop> shops = shops(bundles, sent, names, place, now);
        long total = shops.stream().mapToLong(CartView.Shop::totalFen).reduce(0, Math::addExact);
        long freight = place == null
                ? 0
                : sent.values().stream()
                        .mapToLong(goods -> Freight.of(place, goods).fen())
                        .reduce(0, Math::addExact);
        return new CartView(
                cart.id(),
                cart.version(),
                count,
                total,
                allSellable,
                place,
                freight,
                Coupons.Choice.NONE,
                shops,
                changes);
    }

    private static List<CartView.Shop> shops(
            Map<Bundle, List<CartView.Line>> bundles,
            Map<Bundle, List<Freight.Goods>> sent,
            Map<UUID, OrganisationView.Name> names,
            @Nullable String place,
            Instant now) {
        List<CartView.Shop> shops = new ArrayList<>();
        bundles.forEach((bundle, lines) -> {
            OrganisationView.Name name = names.getOrDefault(bundle.organisationId(), new OrganisationView.Name("", ""));
            long total = lines.stream().mapToLong(CartView.Line::amountFen).reduce(0, Math::addExact);
            List<Freight.Goods> going = sent.get(bundle);
            Freight freight = place == null || going == null ? null : Freight.of(place, going);
            shops.add(new CartView.Shop(
                    bundle.organisationId(),
                    name.zh(),
                    name.en(),
                    bundle.window(),
                    bundle.visit(),
                    bundle.visit() != null && bundle.visit().cancellable(now),
                    total,
                    freight,
                    lines));
        });
        return shops;
    }

    private CartView.Line line(
            CartRepository.CartLine line, SaleableListing goods, Prices.Offer offer, boolean delivered) {
        return new CartView.Line(
                line.listingId(),
                goods.picture(),
                goods.nameZh(),
                goods.nameEn(),
                goods.unit(),
                goods.countyCode(),
                goods.category(),
                line.quantity(),
                offer.fen(),
                Math.multiplyExact(line.quantity(), offer.fen()),
                goods.unitGrams() == null ? null : Math.multiplyExact(goods.unitGrams(), line.quantity()),
                offer.tier(),
                goods.priceFen(),
                line.seenPriceFen() == goods.priceFen() ? offer.fen() : line.seenPriceFen(),
                left(line),
                sellable(line),
                delivered);
    }
}
