package org.bangxiao.order;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/**
 * Goods arrive: the buyer says so, or some days pass, as they do after a visit that its supplier did not note. From then on
 * the time for after-sales runs.
 */
@ApplicationScoped
class Receipts {
    private final ReceiptRepository repository;
    private final OrderConfig config;
    private final BusinessClock clock;
    private final Tx tx;

    Receipts(ReceiptRepository repository, OrderConfig config, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.config = config;
        this.clock = clock;
        this.tx = tx;
    }

    /** Fails with {@code not-found} (not the shopper's) or {@code order-wrong-state} (not on its way). */
    Uni<Void> received(UUID part, Shopper shopper) {
        return tx.write(connection -> repository
                .stateOf(connection, part, shopper)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(state -> repository
                        .received(connection, part, shopper.accountId(), clock.instant())
                        .invoke(moved -> {
                            if (!moved) {
                                throw OrderProblems.wrongState(state);
                            }
                        }))
                .replaceWithVoid());
    }

    @Scheduled(
            every = "10m",
            delayed = "1m",
            identity = "order-received",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> byThemselves() {
        Instant now = clock.instant();
        int days = config.receivedAfterDays();
        return tx.write(connection -> repository
                        .receivedSince(connection, now.minus(Duration.ofDays(days)), now)
                        .chain(() -> repository.visitedBefore(
                                connection, BusinessClock.dayOf(now).minusDays(days), now)))
                .replaceWithVoid();
    }
}
