package org.bangxiao.monitoring;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.bangxiao.identity.Role;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.region.WatchRules;
import org.jboss.logging.Logger;

/**
 * Looks at the last month that is over, in each region whose pack has the rules, and opens alerts; looking again at the same
 * month opens nothing twice.
 */
@ApplicationScoped
public class Relapse {
    private static final Logger LOG = Logger.getLogger(Relapse.class);
    private static final int PROVINCE_DIGITS = 2;

    private final Tx tx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final AlertRepository repository;
    private final Inbox inbox;

    Relapse(Tx tx, BusinessClock clock, PolicyPacks packs, AlertRepository repository, Inbox inbox) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.repository = repository;
        this.inbox = inbox;
    }

    @Scheduled(
            every = "{bangxiao.monitoring.every}",
            delayed = "60s",
            identity = "relapse-monitoring",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return look(true)
                .invoke(opened -> {
                    if (opened > 0) {
                        LOG.infof("%d relapse alerts opened", opened);
                    }
                })
                .replaceWithVoid();
    }

    /** Looks now, whether or not the month was looked at; answers how many alerts were opened. */
    public Uni<Integer> look() {
        return look(false);
    }

    private Uni<Integer> look(boolean once) {
        Instant now = clock.instant();
        YearMonth month = YearMonth.from(BusinessClock.dayOf(now)).minusMonths(1);
        Uni<Integer> all = Uni.createFrom().item(0);
        for (PolicyPack pack : packs.all()) {
            WatchRules rules = pack.watch();
            WatchRules.Relapse relapse = rules == null ? null : rules.relapse();
            if (relapse != null) {
                all = all.chain(before -> tx.write(connection -> (once
                                        ? repository.claim(connection, pack.key(), month, now)
                                        : Uni.createFrom().item(true))
                                .chain(first -> first
                                        ? look(connection, pack, relapse, month, now)
                                        : Uni.createFrom().item(0)))
                        .map(opened -> before + opened));
            }
        }
        return all;
    }

    private Uni<Integer> look(
            SqlConnection connection, PolicyPack pack, WatchRules.Relapse relapse, YearMonth month, Instant now) {
        long line = relapse.lineOn(month.atEndOfMonth())
                .map(WatchRules.Relapse.Line::fenPerHeadPerYear)
                .orElse(0L);
        return repository
                .open(
                        connection,
                        pack.provinceCode().substring(0, PROVINCE_DIGITS),
                        month,
                        line,
                        new AlertRepository.Quiet(relapse.dropPercent(), relapse.quietDays()),
                        now)
                .call(opened -> inbox.tell(
                        connection, opened.stream().map(Relapse::note).toList()))
                .map(List::size);
    }

    /** To the monitoring desk of the county: the alert's number and nothing of the household. */
    private static Note note(AlertRepository.Opened alert) {
        return new Note(
                Reader.officers(Role.COUNTY_OFFICER, alert.county()),
                "note.relapse-alert",
                List.of(String.valueOf(alert.number())),
                AlertPages.HOME + "/" + alert.id(),
                "relapse-alert:" + alert.id());
    }
}
