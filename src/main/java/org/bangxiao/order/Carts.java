package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.catalogue.Places;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.kernel.Problem;
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
    private final Places places;
    private final Organisations organisations;
    private final Coupons coupons;
    private final BusinessClock clock;

    Carts(
            Tx tx,
            CartRepository repository,
            Listings listings,
            Places places,
            Organisations organisations,
            Coupons coupons,
            BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.listings = listings;
        this.places = places;
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
                            List<CartChange> changes = looked.changes();
                            return settle(
                                            connection,
                                            cart.id(),
                                            changes,
                                            looked.shelf().known())
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

    /**
     * Puts more of it in; {@code listing-unavailable} where it is not on sale now. A service is put in for a day, one at a
     * time: {@code day-required}, {@code day-not-open} (over, closed or not offered) and, for goods, {@code day-not-asked}
     * stand at {@code day}.
     */
    Uni<Void> add(Shopper shopper, UUID listing, long quantity, @Nullable LocalDate day) {
        if (quantity < 1 || quantity > MOST) {
            return Uni.createFrom().failure(OrderProblems.quantity());
        }
        return tx.write(connection -> listings.offered(connection, List.of(listing), clock.today())
                .chain(found -> Optional.ofNullable(found.get(listing))
                        .map(saleable -> requireDay(connection, saleable, day)
                                .chain(() -> repository.open(connection, shopper, clock.instant()))
                                .chain(cart ->
                                        repository.add(connection, cart, saleable, quantity, day, clock.instant())))
                        .orElseGet(() -> Uni.createFrom().failure(OrderProblems.unavailable(List.of(listing))))));
    }

    private Uni<Void> requireDay(SqlConnection connection, SaleableListing goods, @Nullable LocalDate day) {
        if (goods.byDay() != (day != null)) {
            throw Problem.field("/day", goods.byDay() ? "day-required" : "day-not-asked");
        }
        return day == null
                ? Uni.createFrom().voidItem()
                : places.free(connection, List.of(new Places.Wanted(goods.listingId(), day, 1)))
                        .invoke(free -> {
                            if (free.isEmpty()) {
                                throw Problem.field("/day", "day-not-open", day.toString());
                            }
                        })
                        .replaceWithVoid();
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
                                looked.shelf().known().values().stream()
                                        .map(SaleableListing::organisationId)
                                        .distinct()
                                        .toList())
                        .map(names -> looked.view(names, clock.instant(), place)
                                .with(merged.stream()
                                        .filter(line -> looked.shelf().known().containsKey(line.listingId()))
                                        .filter(line -> !Objects.equals(line.before(), line.after()))
                                        .map(line -> looked.change(
                                                CartChange.Kind.MERGED, line.listingId(), line.before(), line.after()))
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

    private Uni<LookedCart> looked(SqlConnection connection, CartRepository.Cart cart) {
        List<UUID> ids =
                cart.lines().stream().map(CartRepository.CartLine::listingId).toList();
        return listings.look(connection, ids)
                .chain(shelf -> places.free(
                                connection,
                                cart.lines().stream()
                                        .flatMap(line -> line.wanted().stream())
                                        .toList())
                        .map(free -> new LookedCart(cart, shelf, free)));
    }
}
