package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.region.WatchRules;

/** A problem does not outlive the week (问题不过周): what a level left lying goes to the level above, which has its own days. */
@ApplicationScoped
public class Escalation {
    private final Tx tx;
    private final BusinessClock clock;
    private final PolicyPacks packs;
    private final EscalationRepository repository;
    private final Telling telling;

    Escalation(Tx tx, BusinessClock clock, PolicyPacks packs, EscalationRepository repository, Telling telling) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.repository = repository;
        this.telling = telling;
    }

    /** Hands on every case and finding whose last day is over; one level at a time, however long nobody looked. */
    public Uni<Integer> escalate() {
        Instant now = clock.instant();
        LocalDate today = BusinessClock.dayOf(now);
        Uni<Integer> all = Uni.createFrom().item(0);
        for (PolicyPack pack : packs.all()) {
            WatchRules rules = pack.watch();
            if (rules != null) {
                LocalDate due = today.plusDays(rules.problemDays());
                all = all.chain(before -> tx.write(connection -> risen(connection, pack, now, today, due))
                        .map(moved -> before + moved));
            }
        }
        return all;
    }

    private Uni<Integer> risen(SqlConnection connection, PolicyPack pack, Instant now, LocalDate today, LocalDate due) {
        return repository
                .cases(connection, pack, now, today, due)
                .call(cases -> Telling.each(cases, one -> telling.caseRisen(connection, pack, one)))
                .chain(cases -> repository
                        .findings(connection, pack, now, today, due)
                        .call(findings -> Telling.each(
                                findings, one -> telling.findingRisen(connection, pack, one.waiting(), one.supplier())))
                        .map(findings -> cases.size() + findings.size()));
    }
}
