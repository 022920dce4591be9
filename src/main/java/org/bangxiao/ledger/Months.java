package org.bangxiao.ledger;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/** Closes the journal's months once they have ended and are sealed to the last transaction, and publishes their roots. */
@ApplicationScoped
public class Months {
    private static final int SHOWN = 60;

    private final MonthRepository repository;
    private final BusinessClock clock;
    private final Tx tx;

    Months(MonthRepository repository, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.clock = clock;
        this.tx = tx;
    }

    /** The closed months, newest first, five years of them. */
    public Uni<List<ClosedMonth>> closed() {
        return tx.read(connection -> repository.closed(connection, SHOWN));
    }

    /** Closes each month that can be closed, each by itself; answers which. */
    public Uni<List<Integer>> closeEnded() {
        Instant now = clock.instant();
        return tx.read(connection -> repository.openBefore(connection, BusinessClock.monthOf(now)))
                .onItem()
                .transformToMulti(months -> Multi.createFrom().iterable(months))
                .onItem()
                .transformToUniAndConcatenate(month -> close(month, now).map(closed -> closed ? month : 0))
                .filter(month -> month > 0)
                .collect()
                .asList();
    }

    @Scheduled(
            cron = "{bangxiao.ledger.close-months}",
            timeZone = "Asia/Shanghai",
            identity = "ledger-close-months",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> everyNight() {
        return closeEnded().replaceWithVoid();
    }

    /** Closes one month where it can be closed; answers whether it was. */
    Uni<Boolean> close(int month, Instant now) {
        return tx.write(connection -> repository
                .close(connection, month, now)
                .call(closed -> closed
                        ? Audit.write(
                                connection,
                                new Audit.Deed(
                                        now,
                                        null,
                                        null,
                                        null,
                                        "month-close",
                                        "ledger-month",
                                        String.valueOf(month),
                                        Map.of()))
                        : Uni.createFrom().voidItem()));
    }
}
