package org.bangxiao.account;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.account.FavouriteRepository.Kept;
import org.bangxiao.account.FavouriteRepository.Waiting;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.catalogue.Stock;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** Goods kept for later. Whoever keeps what is sold out is told once, by a note, when it can be bought again. */
@ApplicationScoped
public class Favourites {
    /** The most goods of one account. */
    public static final int MOST = 200;

    private static final int AT_ONCE = 200;

    private final Tx tx;
    private final BusinessClock clock;
    private final Listings listings;
    private final Stock stock;
    private final Inbox inbox;
    private final FavouriteRepository repository;

    Favourites(
            Tx tx, BusinessClock clock, Listings listings, Stock stock, Inbox inbox, FavouriteRepository repository) {
        this.tx = tx;
        this.clock = clock;
        this.listings = listings;
        this.stock = stock;
        this.inbox = inbox;
        this.repository = repository;
    }

    /** Keeps it, and waits for it where it cannot be bought now. {@code not-found}, {@code favourites-full}. */
    public Uni<Void> keep(Actor owner, UUID listing) {
        return tx.write(connection -> listings.known(connection, List.of(listing))
                .invoke(known -> {
                    if (known.isEmpty()) {
                        throw Problem.notFound();
                    }
                })
                .chain(() -> buyable(connection, List.of(listing)))
                .chain(left -> repository.keep(
                        connection,
                        owner.accountId(),
                        listing,
                        left.getOrDefault(listing, 0L) == 0,
                        MOST,
                        clock.instant()))
                .invoke(fits -> {
                    if (!fits) {
                        throw Problem.of(Problem.Kind.CONFLICT, "favourites-full", MOST);
                    }
                })
                .replaceWithVoid());
    }

    /** {@code not-found} where it is not kept. */
    public Uni<Void> drop(Actor owner, UUID listing) {
        return tx.write(connection -> repository
                .drop(connection, owner.accountId(), listing)
                .invoke(dropped -> {
                    if (!dropped) {
                        throw Problem.notFound();
                    }
                })
                .replaceWithVoid());
    }

    /** The latest first; the cursor is the last listing of the page before. */
    public Uni<Page<Favourite>> page(Actor owner, @Nullable UUID after, int asked) {
        int size = Page.sizeOf(asked);
        return tx.read(connection -> repository
                .page(connection, owner.accountId(), after, size + 1)
                .chain(found -> shown(connection, found.subList(0, Math.min(size, found.size())))
                        .map(shown -> new Page<>(
                                shown,
                                found.size() > size
                                        ? found.get(size - 1).listingId().toString()
                                        : null,
                                -1))));
    }

    @Scheduled(
            every = "{bangxiao.account.alerts-every}",
            delayed = "20s",
            identity = "stock-alerts",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return alert().replaceWithVoid();
    }

    /** Tells those who wait for goods that can be bought again; answers how many notes were written. */
    public Uni<Integer> alert() {
        return tx.write(connection -> repository
                .back(connection, clock.today(), AT_ONCE)
                .chain(waiting -> waiting.isEmpty() ? Uni.createFrom().item(0) : tell(connection, waiting)));
    }

    private Uni<Integer> tell(SqlConnection connection, List<Waiting> waiting) {
        List<UUID> goods = waiting.stream().map(Waiting::listingId).distinct().toList();
        return listings.known(connection, goods)
                .chain(known -> buyable(connection, goods).chain(left -> {
                    List<Waiting> lucky = waiting.stream()
                            .filter(one -> left.getOrDefault(one.listingId(), 0L) > 0)
                            .toList();
                    return inbox.tell(
                                    connection,
                                    lucky.stream()
                                            .map(one -> note(one, Objects.requireNonNull(known.get(one.listingId()))))
                                            .toList())
                            .chain(() ->
                                    lucky.isEmpty() ? Uni.createFrom().voidItem() : repository.told(connection, lucky))
                            .map(told -> lucky.size());
                }));
    }

    private static Note note(Waiting one, SaleableListing goods) {
        return new Note(
                Reader.account(one.accountId()),
                "note.back-in-stock",
                List.of(goods.nameZh()),
                "/products/" + one.listingId(),
                "back-in-stock:" + one.listingId() + ":" + one.keptAt());
    }

    private Uni<List<Favourite>> shown(SqlConnection connection, List<Kept> kept) {
        List<UUID> goods = kept.stream().map(Kept::listingId).toList();
        if (goods.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return listings.known(connection, goods)
                .chain(known -> buyable(connection, goods)
                        .map(left -> kept.stream()
                                .map(one -> shown(one, Objects.requireNonNull(known.get(one.listingId())), left))
                                .toList()));
    }

    private static Favourite shown(Kept one, SaleableListing goods, Map<UUID, Long> left) {
        return new Favourite(
                one.listingId(),
                goods.nameZh(),
                goods.nameEn(),
                goods.unit(),
                goods.priceFen(),
                goods.picture(),
                left.getOrDefault(one.listingId(), 0L),
                goods.byDay(),
                one.waits(),
                one.keptAt());
    }

    /** Pieces that can be bought now; goods that may not be sold today are absent. */
    private Uni<Map<UUID, Long>> buyable(SqlConnection connection, List<UUID> goods) {
        return listings.offered(connection, goods, clock.today())
                .chain(saleable -> stock.available(connection, saleable.keySet(), null));
    }
}
