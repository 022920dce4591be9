package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.bangxiao.catalogue.GiftBoxView;
import org.bangxiao.catalogue.GiftBoxes;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/**
 * Puts gift boxes into a cart: each of their goods as a line of its own, boxes times pieces, all of them or none. What
 * follows knows no boxes: each line is priced, held, sold, shared and given back by itself.
 */
@ApplicationScoped
class AddBox {
    static final int MOST = 99;

    private final Tx tx;
    private final GiftBoxes boxes;
    private final Listings listings;
    private final CartRepository repository;
    private final BusinessClock clock;

    AddBox(Tx tx, GiftBoxes boxes, Listings listings, CartRepository repository, BusinessClock clock) {
        this.tx = tx;
        this.boxes = boxes;
        this.listings = listings;
        this.repository = repository;
        this.clock = clock;
    }

    /**
     * @param count 1 to 99, else {@code quantity-invalid} at {@code /boxes}
     * @throws Problem {@code not-found} for a box that is not offered, or for nobody's cart; at {@code /boxes}
     *     {@code box-incomplete} where goods cannot be bought at all, {@code box-short} where too few are left for so many
     *     beside what is in the cart, both naming the goods, with the number of boxes that can be had
     */
    Uni<Void> add(Shopper shopper, UUID box, long count) {
        if (count < 1 || count > MOST) {
            return Uni.createFrom().failure(OrderProblems.boxes(MOST));
        }
        if (shopper.accountId() == null && shopper.guestSecret() == null) {
            return Uni.createFrom().failure(Problem.notFound());
        }
        return tx.write(connection -> boxes.find(connection, box)
                .invoke(view -> {
                    if (!view.lacking().isEmpty()) {
                        throw OrderProblems.boxIncomplete(view.lacking());
                    }
                })
                .chain(view -> repository
                        .open(connection, shopper, clock.instant())
                        .chain(() -> repository.lock(connection, shopper))
                        .chain(cart -> {
                            CartRepository.Cart open = cart.orElseThrow(Problem::notFound);
                            require(view.goods(), inside(open), count);
                            return add(connection, open.id(), view.goods(), count);
                        })));
    }

    private static Map<UUID, Long> inside(CartRepository.Cart cart) {
        return cart.lines().stream()
                .collect(Collectors.groupingBy(
                        CartRepository.CartLine::listingId, Collectors.summingLong(CartRepository.CartLine::quantity)));
    }

    /** The pieces in the cart already are wanted, too. */
    private static void require(List<GiftBoxView.Item> goods, Map<UUID, Long> inside, long count) {
        ToLongFunction<GiftBoxView.Item> possible =
                item -> Math.max(0, Math.min(item.left(), Carts.MOST) - inside.getOrDefault(item.listingId(), 0L))
                        / item.pieces();
        List<GiftBoxView.Item> few = goods.stream()
                .filter(item -> possible.applyAsLong(item) < count)
                .toList();
        if (!few.isEmpty()) {
            throw OrderProblems.boxShort(
                    few, few.stream().mapToLong(possible).min().orElse(0));
        }
    }

    private Uni<Void> add(SqlConnection connection, UUID cart, List<GiftBoxView.Item> goods, long count) {
        return listings.known(
                        connection,
                        goods.stream().map(GiftBoxView.Item::listingId).toList())
                .chain(known -> {
                    Uni<Void> added = Uni.createFrom().voidItem();
                    for (GiftBoxView.Item item : goods) {
                        SaleableListing listing = Objects.requireNonNull(known.get(item.listingId()));
                        added = added.chain(() -> repository.add(
                                connection,
                                cart,
                                listing,
                                Math.multiplyExact(count, item.pieces()),
                                null,
                                clock.instant()));
                    }
                    return added;
                });
    }
}
