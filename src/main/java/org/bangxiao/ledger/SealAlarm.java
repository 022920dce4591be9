package org.bangxiao.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jboss.logging.Logger;

/**
 * Watches how long the oldest entry of the journal has waited for its seal: gauge {@code bangxiao.ledger.seal.lag} in seconds,
 * and an error in the log each time it is looked at while that is more than {@code bangxiao.ledger.seal-lag-alarm}. What waits can be
 * changed without trace, and a transaction that somebody leaves open keeps everything behind it waiting.
 */
@ApplicationScoped
class SealAlarm {
    private static final Logger LOG = Logger.getLogger(SealAlarm.class);

    private final SealRepository repository;
    private final SealConfig config;
    private final BusinessClock clock;
    private final Tx tx;
    private final AtomicLong lagSeconds;

    SealAlarm(SealRepository repository, SealConfig config, BusinessClock clock, Tx tx, MeterRegistry metrics) {
        this.repository = repository;
        this.config = config;
        this.clock = clock;
        this.tx = tx;
        this.lagSeconds = metrics.gauge("bangxiao.ledger.seal.lag", new AtomicLong());
    }

    @Scheduled(every = "{bangxiao.ledger.seal-alarm-every}", delayed = "30s", identity = "ledger-seal-alarm")
    Uni<Void> look() {
        return lag().replaceWithVoid();
    }

    /** How long the oldest unsealed transaction has waited; nil where none waits. */
    Uni<Duration> lag() {
        return tx.read(connection -> repository
                        .lastBlock(connection)
                        .chain(last -> repository.oldestAfter(connection, last))
                        .map(oldest -> oldest.map(since -> Duration.between(since, clock.instant()))
                                .orElse(Duration.ZERO)))
                .invoke(lag -> {
                    lagSeconds.set(lag.toSeconds());
                    if (lag.compareTo(config.sealLagAlarm()) > 0) {
                        LOG.errorf(
                                "the journal has waited %d s for its seal: a writing transaction stands open, or nothing seals",
                                lag.toSeconds());
                    }
                });
    }
}
