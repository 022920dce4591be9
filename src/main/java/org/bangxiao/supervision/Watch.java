package org.bangxiao.supervision;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.region.WatchRules;
import org.jboss.logging.Logger;

/**
 * Looks by itself, once a day at each cause in each region, and opens cases. The day is claimed by a row: a second process
 * finds it taken; a service that was down looks once when it is back, at every quarter and year that ended meanwhile.
 */
@ApplicationScoped
public class Watch {
    private static final Logger LOG = Logger.getLogger(Watch.class);

    private final Tx tx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final WatchRepository repository;
    private final Escalation escalation;
    private final Telling telling;
    private final RedAndBlack lists;
    private final ReconciliationRepository reconciliation;

    Watch(
            Tx tx,
            BusinessClock clock,
            PolicyPacks packs,
            WatchRepository repository,
            Escalation escalation,
            Telling telling,
            RedAndBlack lists,
            ReconciliationRepository reconciliation) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.repository = repository;
        this.escalation = escalation;
        this.telling = telling;
        this.lists = lists;
        this.reconciliation = reconciliation;
    }

    private record Turn(PolicyPack pack, WatchRules rules, Cause cause) {}

    @Scheduled(
            every = "{bangxiao.supervision.every}",
            delayed = "30s",
            identity = "supervision-watch",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return advance().replaceWithVoid();
    }

    /** Looks at what has not been looked at today and hands on what was left lying; answers how many cases were opened. */
    public Uni<Integer> advance() {
        Instant now = clock.instant();
        LocalDate today = BusinessClock.dayOf(now);
        return Multi.createFrom()
                .iterable(turns())
                .onItem()
                .transformToUniAndConcatenate(turn -> tx.write(connection -> once(connection, turn, now, today))
                        .onFailure()
                        .invoke(failure -> LOG.errorf(failure, "no look at %s in %s", turn.cause, turn.pack.key()))
                        .onFailure()
                        .recoverWithItem(0))
                .collect()
                .asList()
                .map(opened -> opened.stream().mapToInt(Integer::intValue).sum())
                .call(() -> escalation.escalate())
                .call(lists::remind);
    }

    /** Looks at one cause in one region now, whether or not the day has been claimed. */
    Uni<Integer> look(PolicyPack pack, Cause cause) {
        WatchRules rules = pack.watch();
        Instant now = clock.instant();
        return rules == null
                ? Uni.createFrom().item(0)
                : tx.write(connection -> open(connection, new Turn(pack, rules, cause), now, BusinessClock.dayOf(now)));
    }

    private List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        for (PolicyPack pack : packs.all()) {
            WatchRules rules = pack.watch();
            if (rules != null) {
                for (Cause cause : Cause.values()) {
                    turns.add(new Turn(pack, rules, cause));
                }
            }
        }
        return turns;
    }

    private Uni<Integer> once(SqlConnection connection, Turn turn, Instant now, LocalDate today) {
        String region = turn.pack.key();
        return repository
                .claim(connection, region, turn.cause, today, now)
                .chain(first -> first
                        ? open(connection, turn, now, today)
                                .call(opened -> repository.looked(connection, region, turn.cause, today, opened))
                        : Uni.createFrom().item(0));
    }

    private Uni<Integer> open(SqlConnection connection, Turn turn, Instant now, LocalDate today) {
        Uni<List<String>> lost = turn.cause == Cause.COUNTY_NOT_ENTITLED
                ? repository
                        .counties(connection, turn.pack.key(), today)
                        .map(codes -> codes.stream()
                                .filter(code -> !Entitlement.holds(turn.pack, code, today))
                                .toList())
                : Uni.createFrom().item(List.of());
        // A quarter is closed before it is asked which suppliers it left short.
        Uni<Void> closed = turn.cause == Cause.CREDIT_BELOW_CLAIM
                ? reconciliation.close(connection, turn.pack.key(), turn.rules, now, today)
                : Uni.createFrom().voidItem();
        return closed.chain(() -> lost)
                .chain(counties -> repository.open(connection, turn.pack, turn.rules, turn.cause, now, today, counties))
                .chain(opened -> Telling.each(opened, one -> telling.caseOpened(connection, turn.pack, turn.cause, one))
                        .map(done -> opened.size()));
    }
}
