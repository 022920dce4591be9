package org.bangxiao.catalogue;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.BenefitLinks;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/** What is done to the shelf without being asked: lapsed holds go back, the households behind goods are counted anew. */
@ApplicationScoped
class ShelfKeeping {
    private static final int BATCH = 500;

    private final Stock stock;
    private final Places places;
    private final ListingRepository repository;
    private final BenefitLinks links;
    private final BusinessClock clock;
    private final Tx tx;

    ShelfKeeping(
            Stock stock, Places places, ListingRepository repository, BenefitLinks links, BusinessClock clock, Tx tx) {
        this.stock = stock;
        this.places = places;
        this.repository = repository;
        this.links = links;
        this.clock = clock;
        this.tx = tx;
    }

    @Scheduled(
            identity = "catalogue-sweep",
            every = "${bangxiao.catalogue.sweep}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return stock.sweep().chain(() -> places.sweep());
    }

    @Scheduled(
            identity = "catalogue-count-households",
            cron = "${bangxiao.catalogue.count-households}",
            timeZone = "Asia/Shanghai",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> countHouseholds() {
        return countHouseholds(new UUID(0, 0), clock.today());
    }

    private Uni<Void> countHouseholds(UUID after, LocalDate day) {
        return tx.write(connection -> repository
                        .linked(connection, after, BATCH)
                        .call(batch -> links.figures(
                                        connection,
                                        batch.stream()
                                                .map(ListingRepository.Linked::linkId)
                                                .distinct()
                                                .toList(),
                                        day)
                                .chain(figures -> {
                                    Map<UUID, Integer> changed = new HashMap<>();
                                    for (ListingRepository.Linked linked : batch) {
                                        var found = figures.get(linked.linkId());
                                        int households = found == null ? 0 : found.eligibleHouseholds();
                                        if (households != linked.households()) {
                                            changed.put(linked.id(), households);
                                        }
                                    }
                                    return repository.households(connection, changed);
                                })))
                .chain(batch -> more(batch, day));
    }

    private Uni<Void> more(List<ListingRepository.Linked> batch, LocalDate day) {
        return batch.size() < BATCH
                ? Uni.createFrom().voidItem()
                : countHouseholds(batch.get(batch.size() - 1).id(), day);
    }
}
