package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.catalogue.Obstacle;
import org.bangxiao.catalogue.Prices;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.catalogue.ShelfLook;
import org.bangxiao.freight.Freight;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.promotion.CouponLine;
import org.bangxiao.promotion.Coupons;
import org.jspecify.annotations.Nullable;

/** What somebody means to buy, from several suppliers, as a guest or signed in. Nothing is held before checkout. */
@ApplicationScoped
class Carts {
    static final long MOST = 9999;

    private final Tx tx;
    private final CartRepository repository;
    private final Listings listings;
    private final Organisations organisations;
    private final Coupons coupons;
    private final BusinessClock clock;

    Carts(
            Tx tx,
            CartRepository repository,
            Listings listings,
            Organisations organisations,
            Coupons coupons,
            BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.listings = listings;
        this.organisations = organisations;
        this.coupons = coupons;
        this.clock = clock;
    }

    /** The cart at today's prices; a guest's cart is taken over first where the guest has signed in, and said so once. */
    Uni<CartView> view(Shopper shopper) {
        return view(shopper, null, null);
    }

    /**
     * The same with what delivery to a province costs and what a coupon takes off. Fails as {@link Coupons#discount} does
     * where the one chosen can't be used.
     *
     * @param place  the province's code; null while nobody has said
     * @param coupon an id, a code or {@link Coupons#BEST}; null for none
     */
    Uni<CartView> view(Shopper shopper, @Nullable String place, @Nullable String coupon) {
        return takenOver(shopper)
                .chain(merged -> tx.read(connection -> repository
                        .find(connection, shopper)
                        .chain(cart -> cart.isEmpty()
                                ? Uni.createFrom().item(CartView.empty(place))
                                : priced(connection, cart.get(), merged, place)
                                        .chain(view -> withCoupons(connection, shopper, view, coupon)))));
    }

    /**
     * Makes the cart such that it can be bought: what may not be sold or is gone leaves it, too many are lowered to what is
     * left, today's prices count as seen. The answer's changes are what was done.
     */
    Uni<CartView> settle(Shopper shopper) {
        return tx.write(connection -> repository
                        .lock(connection, shopper)
                        .map(cart -> cart.orElseThrow(Problem::notFound))
                        .chain(cart -> looked(connection, cart).chain(looked -> {
                            List<CartChange> changes = changes(cart, looked);
                            return settle(connection, cart.id(), changes, looked.known())
                                    .replaceWith(changes);
                        })))
                .chain(done -> view(shopper).map(cart -> cart.with(done)));
    }

    private Uni<Void> settle(
            SqlConnection connection, UUID cart, List<CartChange> changes, Map<UUID, SaleableListing> known) {
        Uni<Void> settled = Uni.createFrom().voidItem();
        for (CartChange change : changes) {
            Long after = change.after();
            settled = settled.chain(() -> {
                if (after == null) {
                    return repository.remove(connection, cart, change.listingId());
                }
                return switch (change.kind()) {
                    case PRICE -> repository.seen(connection, cart, change.listingId(), after);
                    case WINDOW ->
                        repository.seen(
                                connection,
                                cart,
                                change.listingId(),
                                Objects.requireNonNull(known.get(change.listingId()))
                                        .window());
                    default ->
                        repository
                                .change(connection, cart, change.listingId(), after)
                                .replaceWithVoid();
                };
            });
        }
        return settled;
    }

    /** Puts more of it in; {@code listing-unavailable} where it is not on sale now. */
    Uni<Void> add(Shopper shopper, UUID listing, long quantity) {
        if (quantity < 1 || quantity > MOST) {
            return Uni.createFrom().failure(OrderProblems.quantity());
        }
        return tx.write(connection -> listings.offered(connection, List.of(listing), clock.today())
                .chain(found -> Optional.ofNullable(found.get(listing))
                        .map(saleable -> repository
                                .open(connection, shopper, clock.instant())
                                .chain(cart -> repository.add(connection, cart, saleable, quantity, clock.instant())))
                        .orElseGet(() -> Uni.createFrom().failure(OrderProblems.unavailable(List.of(listing))))));
    }

    /** Sets how much of it; a line that is not there is {@code not-found}. */
    Uni<Void> change(Shopper shopper, UUID listing, long quantity) {
        if (quantity < 1 || quantity > MOST) {
            return Uni.createFrom().failure(OrderProblems.quantity());
        }
        return tx.write(connection -> repository
                .lock(connection, shopper)
                .map(cart -> cart.orElseThrow(Problem::notFound))
                .chain(cart -> repository.change(connection, cart.id(), listing, quantity))
                .invoke(changed -> {
                    if (!changed) {
                        throw Problem.notFound();
                    }
                })
                .replaceWithVoid());
    }

    Uni<Void> remove(Shopper shopper, UUID listing) {
        return tx.write(connection -> repository
                .lock(connection, shopper)
                .chain(cart -> cart.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : repository.remove(connection, cart.get().id(), listing)));
    }

    private Uni<List<CartRepository.Merged>> takenOver(Shopper shopper) {
        byte[] guest = shopper.guestHash();
        if (shopper.accountId() == null || guest == null) {
            return Uni.createFrom().item(List.of());
        }
        Shopper before = new Shopper(null, shopper.guestSecret());
        return repository
                .find(tx.pool(), before)
                .map(cart -> cart.filter(found -> !found.lines().isEmpty()))
                .chain(cart -> cart.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : tx.write(connection -> repository
                                .open(connection, shopper, clock.instant())
                                .chain(into -> repository.merge(connection, into, guest))));
    }

    private Uni<CartView> priced(
            SqlConnection connection,
            CartRepository.Cart cart,
            List<CartRepository.Merged> merged,
            @Nullable String place) {
        return looked(connection, cart)
                .chain(looked -> organisations
                        .names(
                                connection,
                                looked.known().values().stream()
                                        .map(SaleableListing::organisationId)
                                        .distinct()
                                        .toList())
                        .map(names -> view(cart, looked, names, clock.today(), place)
                                .with(merged.stream()
                                        .filter(line -> looked.known().containsKey(line.listingId()))
                                        .filter(line -> !Objects.equals(line.before(), line.after()))
                                        .map(line -> change(
                                                CartChange.Kind.MERGED,
                                                looked,
                                                line.listingId(),
                                                line.before(),
                                                line.after()))
                                        .toList())));
    }

    private Uni<CartView> withCoupons(
            SqlConnection connection, Shopper shopper, CartView view, @Nullable String coupon) {
        List<CouponLine> lines = view.shops().stream()
                .flatMap(shop -> shop.lines().stream()
                        .filter(CartView.Line::sellable)
                        .map(line -> new CouponLine(
                                line.listingId(),
                                shop.organisationId(),
                                line.countyCode(),
                                line.category(),
                                line.amountFen())))
                .toList();
        UUID account = shopper.accountId();
        if (account != null) {
            return coupons.choice(connection, account, lines, coupon).map(view::with);
        }
        return coupon == null || coupon.isBlank() || coupon.equals(Coupons.BEST)
                ? Uni.createFrom().item(view)
                : coupons.discount(connection, null, lines, coupon).replaceWith(view);
    }

    /** A line that is being bought, as a coupon sees it. */
    static CouponLine couponLine(SaleableListing goods, long quantity, LocalDate day) {
        return new CouponLine(
                goods.listingId(),
                goods.organisationId(),
                goods.countyCode(),
                goods.category(),
                Math.multiplyExact(quantity, goods.prices().of(quantity, day).fen()));
    }

    private Uni<ShelfLook> looked(SqlConnection connection, CartRepository.Cart cart) {
        return listings.look(
                connection,
                cart.lines().stream().map(CartRepository.CartLine::listingId).toList());
    }

    /** One for each line that cannot be bought as it was meant, and one for each price that is not the one seen. */
    private static List<CartChange> changes(CartRepository.Cart cart, ShelfLook looked) {
        List<CartChange> found = new ArrayList<>();
        for (CartRepository.CartLine line : cart.lines()) {
            UUID id = line.listingId();
            SaleableListing goods = looked.known().get(id);
            if (goods == null) {
                continue;
            }
            Obstacle obstacle = looked.obstacles().get(id);
            long left = looked.available().getOrDefault(id, 0L);
            if (obstacle != null) {
                found.add(change(CartChange.Kind.valueOf(obstacle.name()), looked, id, line.quantity(), null));
                continue;
            }
            if (left == 0) {
                found.add(change(CartChange.Kind.SOLD_OUT, looked, id, line.quantity(), null));
                continue;
            }
            if (left < line.quantity()) {
                found.add(change(CartChange.Kind.STOCK, looked, id, line.quantity(), left));
            }
            if (!Objects.equals(goods.window(), line.seenWindow())) {
                found.add(change(CartChange.Kind.WINDOW, looked, id, line.quantity(), line.quantity()));
            }
            if (goods.priceFen() != line.seenPriceFen()) {
                found.add(change(CartChange.Kind.PRICE, looked, id, line.seenPriceFen(), goods.priceFen()));
            }
        }
        return found;
    }

    private static CartChange change(
            CartChange.Kind kind, ShelfLook looked, UUID listing, @Nullable Long before, @Nullable Long after) {
        SaleableListing goods = Objects.requireNonNull(looked.known().get(listing));
        return new CartChange(kind, listing, goods.nameZh(), goods.nameEn(), before, after);
    }

    private static CartView view(
            CartRepository.Cart cart,
            ShelfLook looked,
            Map<UUID, OrganisationView.Name> names,
            LocalDate day,
            @Nullable String place) {
        Map<Bundle, List<CartView.Line>> bundles = new LinkedHashMap<>();
        Map<Bundle, List<Freight.Goods>> sent = new HashMap<>();
        List<CartChange> changes = changes(cart, looked);
        long count = 0;
        boolean allSellable = true;
        for (CartRepository.CartLine line : cart.lines()) {
            SaleableListing goods = looked.known().get(line.listingId());
            if (goods == null) {
                continue;
            }
            allSellable &= looked.offered().containsKey(line.listingId());
            count += line.quantity();
            Prices.Offer offer = goods.prices().of(line.quantity(), day);
            long amount = Math.multiplyExact(line.quantity(), offer.fen());
            Freight.Goods parcel = goods.delivery().goods(line.quantity(), amount);
            boolean delivered = place == null || parcel.deliveredTo(place);
            if (delivered) {
                sent.computeIfAbsent(Bundle.of(goods), bundle -> new ArrayList<>())
                        .add(parcel);
            } else {
                changes.add(change(CartChange.Kind.NOT_DELIVERED, looked, line.listingId(), line.quantity(), null));
            }
            bundles.computeIfAbsent(Bundle.of(goods), bundle -> new ArrayList<>())
                    .add(line(line, goods, offer, looked, delivered));
        }
        List<CartView.Shop> shops = new ArrayList<>();
        bundles.forEach((bundle, lines) -> {
            OrganisationView.Name name = names.getOrDefault(bundle.organisationId(), new OrganisationView.Name("", ""));
            long total = lines.stream().mapToLong(CartView.Line::amountFen).reduce(0, Math::addExact);
            List<Freight.Goods> going = sent.get(bundle);
            Freight freight = place == null || going == null ? null : Freight.of(place, going);
            shops.add(new CartView.Shop(
                    bundle.organisationId(), name.zh(), name.en(), bundle.window(), total, freight, lines));
        });
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

    private static CartView.Line line(
            CartRepository.CartLine line,
            SaleableListing goods,
            Prices.Offer offer,
            ShelfLook looked,
            boolean delivered) {
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
                looked.available().getOrDefault(line.listingId(), 0L),
                looked.offered().containsKey(line.listingId()),
                delivered);
    }
}
