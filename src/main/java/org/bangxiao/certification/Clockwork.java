package org.bangxiao.certification;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPack;
import org.jboss.logging.Logger;

/** Moves posted applications on once the last day of their notice is over, and lets terms and certificates end. */
@ApplicationScoped
public class Clockwork {
    private static final Logger LOG = Logger.getLogger(Clockwork.class);
    private static final int BATCH = 500;

    private final Tx tx;
    private final BusinessClock clock;
    private final PinnedPacks packs;
    private final ApplicationRepository applications;
    private final CaseRepository cases;
    private final Handovers handovers;
    private final Terms terms;

    Clockwork(
            Tx tx,
            BusinessClock clock,
            PinnedPacks packs,
            ApplicationRepository applications,
            CaseRepository cases,
            Handovers handovers,
            Terms terms) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.applications = applications;
        this.cases = cases;
        this.handovers = handovers;
        this.terms = terms;
    }

    @Scheduled(
            every = "{bangxiao.certification.every}",
            delayed = "20s",
            identity = "certification-clockwork",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return advance().replaceWithVoid();
    }

    /**
     * Moves on every application whose notice has ended by today, each in a transaction of its own, and puts agreements
     * in force that a crash left behind. Answers how many moved; one that fails is logged and does not hold up the rest.
     */
    public Uni<Integer> advance() {
        return ended(0).call(() -> terms.pass())
                .call(() -> tx.read(connection -> cases.certifiedWithoutAgreement(connection, BATCH))
                        .chain(left -> each(left, id -> handovers.handOver(id).replaceWith(true))));
    }

    /** Batch after batch, as long as a full one moves on: after a long downtime there may be many. */
    private Uni<Integer> ended(int before) {
        return tx.read(connection -> cases.endedBefore(connection, clock.today(), BATCH))
                .chain(ended -> each(ended, this::moveOn)
                        .chain(moved -> ended.size() == BATCH && moved > 0
                                ? ended(before + moved)
                                : Uni.createFrom().item(before + moved)));
    }

    private static Uni<Integer> each(List<UUID> ids, Function<UUID, Uni<Boolean>> work) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(id -> work.apply(id)
                        .onFailure()
                        .invoke(failure -> LOG.errorf(failure, "application %s does not move on", id))
                        .onFailure()
                        .recoverWithItem(false))
                .filter(done -> done)
                .collect()
                .asList()
                .map(List::size);
    }

    private Uni<Boolean> moveOn(UUID id) {
        Instant now = clock.instant();
        return tx.read(connection -> cases.find(connection, id))
                .map(Optional::orElseThrow)
                .chain(view -> packs.at(view.packVersion()))
                .chain(pack -> applications.transaction(
                        () -> applications.locked(id).chain(application -> moveOn(application, pack, now))))
                .call(moved -> moved.filter(ApplicationState.CERTIFIED::equals).isPresent()
                        ? handovers.handOver(id)
                        : Uni.createFrom().voidItem())
                .map(Optional::isPresent);
    }

    /** Where it went; empty where it stays. */
    private Uni<Optional<ApplicationState>> moveOn(Application application, PolicyPack pack, Instant now) {
        // An objection may have come between the list and the lock.
        if (application.state != ApplicationState.ON_NOTICE
                || application.noticeEndsOn == null
                || !application.noticeEndsOn.isBefore(BusinessClock.dayOf(now))) {
            return Uni.createFrom().item(Optional.empty());
        }
        String from = String.valueOf(application.step);
        List<Object> rows = Course.onward(application, pack, now);
        return applications
                .add(rows)
                .chain(() -> applications.audit(new Audit.Deed(
                        now,
                        null,
                        null,
                        null,
                        "notice-end",
                        "application",
                        application.id.toString(),
                        Map.of("step", from))))
                .map(done -> Optional.of(application.state));
    }
}
