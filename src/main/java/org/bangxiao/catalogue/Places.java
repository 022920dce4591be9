package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/**
 * The places of a day, held and taken as {@link Stock} is: in the caller's transaction, after the stock, best last. A
 * refusal is a {@link Problem}: let it roll the transaction back.
 */
@ApplicationScoped
public class Places {
    /** Places of a day that somebody means to book, above 0; of a listing one day at a time. */
    public record Wanted(UUID listingId, LocalDate day, long places) {}

    private static final int BATCH = 500;

    private final VisitDayRepository repository;
    private final BusinessClock clock;
    private final ShopWindow window;
    private final Tx tx;

    Places(VisitDayRepository repository, BusinessClock clock, ShopWindow window, Tx tx) {
        this.repository = repository;
        this.clock = clock;
        this.window = window;
        this.tx = tx;
    }

    /**
     * Holds them for the owner until then; what the owner held before is renewed. Asks nothing where there are none.
     *
     * @throws Problem {@code places-short} (409) naming each listing of whose day too few are free, and how many are
     */
    public Uni<Void> hold(SqlConnection tx, UUID owner, List<Wanted> wanted, Instant until) {
        return wanted.isEmpty()
                ? Uni.createFrom().voidItem()
                : repository
                        .hold(tx, owner, wanted, clock.instant(), until)
                        .invoke(shortages -> {
                            if (!shortages.isEmpty()) {
                                throw CatalogueProblems.placesShort(shortages);
                            }
                            window.changed(
                                    wanted.stream().map(Wanted::listingId).toList());
                        })
                        .replaceWithVoid();
    }

    /**
     * Turns all that the owner holds into sold places. A repeated call takes nothing.
     *
     * @throws Problem {@code places-gone} (409) where a lapsed hold was sold to others; nothing is taken then
     */
    public Uni<Void> take(SqlConnection tx, UUID owner) {
        return repository
                .take(tx, owner, clock.instant())
                .invoke(taken -> {
                    List<StockRepository.Taken> gone =
                            taken.stream().filter(one -> !one.taken()).toList();
                    if (!gone.isEmpty()) {
                        throw CatalogueProblems.placesGone(gone);
                    }
                    window.changed(
                            taken.stream().map(StockRepository.Taken::listingId).toList());
                })
                .replaceWithVoid();
    }

    /** Lets go of all that the owner holds. */
    public Uni<Void> release(SqlConnection tx, UUID owner) {
        return repository.release(tx, owner, clock.instant()).invoke(() -> window.changed());
    }

    /** Sold places of these listings can be booked again; a second call gives none back. */
    public Uni<Void> giveBack(SqlConnection tx, UUID owner, Collection<UUID> listings) {
        return repository.giveBack(tx, owner, listings, clock.instant()).invoke(() -> window.changed());
    }

    /** Gives lapsed holds back to their days, and takes days that are over out of what lists show as left. */
    public Uni<Void> sweep() {
        return tx.write(connection -> repository.sweep(connection, clock.instant(), BATCH))
                .replaceWithVoid();
    }

    /** How many can be booked now, by listing; a day that is over, closed or not offered is absent. */
    public Uni<Map<UUID, Long>> free(SqlConnection connection, List<Wanted> wanted) {
        return wanted.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : repository.free(connection, wanted, clock.instant());
    }
}
