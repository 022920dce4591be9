package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * How much can be bought, and who holds it for how long. Everything that changes stock runs in the caller's transaction;
 * call it last there, so that a hot listing's row is locked for the shortest time. A refusal is a {@link Problem}: let it
 * roll the transaction back.
 */
@ApplicationScoped
public class Stock {
    private static final int BATCH = 200;
    private static final int BATCHES_A_SWEEP = 50;

    private final StockRepository repository;
    private final BusinessClock clock;
    private final Tx tx;
    private final ShopWindow window;

    Stock(StockRepository repository, BusinessClock clock, Tx tx, ShopWindow window) {
        this.repository = repository;
        this.clock = clock;
        this.tx = tx;
        this.window = window;
    }

    /**
     * Holds exactly these goods for the owner until then: what the owner held before is renewed, raised, lowered or let go,
     * never counted against the owner and never doubled.
     *
     * @param quantities pieces by listing, each above 0; sum lines of the same goods first
     * @throws Problem {@code stock-short} (409) naming each listing that is short and what could be had
     */
    public Uni<Void> hold(SqlConnection tx, UUID owner, SortedMap<UUID, Long> quantities, Instant until) {
        return repository
                .hold(tx, owner, quantities, clock.instant(), until)
                .invoke(shortages -> {
                    if (!shortages.isEmpty()) {
                        throw CatalogueProblems.stockShort(shortages);
                    }
                    window.changed(quantities.keySet());
                })
                .replaceWithVoid();
    }

    /**
     * Turns all that the owner holds into sold goods. What lapsed meanwhile is taken again where it is still free. A
     * repeated call takes nothing and answers an empty map.
     *
     * @param reference what the goods went to, e.g. {@code purchase:<id>}; stands in the movements
     * @return pieces taken, by listing
     * @throws Problem {@code stock-gone} (409) where a lapsed hold was sold to others; nothing is taken then
     */
    public Uni<SortedMap<UUID, Long>> take(SqlConnection tx, UUID owner, String reference) {
        return repository.take(tx, owner, reference, clock.instant()).map(taken -> {
            List<StockRepository.Taken> gone =
                    taken.stream().filter(t -> !t.taken()).toList();
            if (!gone.isEmpty()) {
                throw CatalogueProblems.stockGone(gone);
            }
            SortedMap<UUID, Long> quantities = taken.stream()
                    .collect(Collectors.toMap(
                            StockRepository.Taken::listingId,
                            StockRepository.Taken::quantity,
                            Long::sum,
                            TreeMap::new));
            window.changed(quantities.keySet());
            return quantities;
        });
    }

    /** Lets go of all that the owner holds. */
    public Uni<Void> release(SqlConnection tx, UUID owner) {
        return repository.release(tx, owner).invoke(() -> window.changed());
    }

    /** Pieces that can be bought now, by listing; expired holds do not count, nor do the owner's own (null: a stranger). */
    public Uni<Map<UUID, Long>> available(SqlConnection connection, Collection<UUID> listings, @Nullable UUID owner) {
        return repository.available(connection, listings, owner, clock.instant());
    }

    /**
     * Sold goods come back on the shelf.
     *
     * @param reference why, e.g. {@code refund:<id>}; the same reference brings the same goods back only once (409)
     */
    public Uni<Void> restock(SqlConnection tx, SortedMap<UUID, Long> quantities, String reference) {
        return repository
                .restock(tx, quantities, reference, clock.instant())
                .onFailure(CatalogueProblems::movedBefore)
                .transform(CatalogueProblems::alreadyMoved)
                .invoke(() -> window.changed(quantities.keySet()))
                .replaceWithVoid();
    }

    /** Gives lapsed holds back to the shelf, batch by batch, each in its own transaction. Answers how many. */
    public Uni<Integer> sweep() {
        return sweep(0, BATCHES_A_SWEEP);
    }

    private Uni<Integer> sweep(int before, int batchesLeft) {
        return tx.write(connection -> repository.sweep(connection, clock.instant(), BATCH))
                .chain(n -> n < BATCH || batchesLeft <= 1
                        ? Uni.createFrom().item(before + n)
                        : sweep(before + n, batchesLeft - 1));
    }
}
