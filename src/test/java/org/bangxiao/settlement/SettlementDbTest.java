package org.bangxiao.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SettlementDbTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @Inject
    Settlements settlements;

    @Inject
    BusinessClock clock;

    private final SettledProvince province = SettledProvince.fresh();
    private final SplittableRandom random = new SplittableRandom(SEED);

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void everyHouseholdIsCreditedOnceHoweverOftenTheRunIsStarted() throws Exception {
        UUID link = province.link(weights(23), HouseholdStatus.LIFTED);
        province.pool(link, month(), "DIVIDEND", 1_000_003);
        province.pool(link, month(), "FLOOR", 17);
        SettlementView run = approved();
        assertThat(run.totalFen()).isEqualTo(1_000_020);
        assertThat(run.households()).isEqualTo(23);
        assertThat(run.chunks()).as("small chunks make this test").isGreaterThan(3);
        ExecutorService workers = Executors.newFixedThreadPool(3);
        List<Callable<SettlementView>> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            starts.add(() -> await(() -> settlements.run(province.preparer(), run.id())));
        }
        for (Future<SettlementView> each : workers.invokeAll(starts)) {
            each.get();
        }
        workers.shutdown();
        SettlementView done = await(() -> settlements.run(province.preparer(), run.id()));
        assertThat(done.state()).isEqualTo("DONE");
        assertThat(done.chunksDone()).isEqualTo(done.chunks());
        assertCreditedAsFrozen(run.id());
        refused("settlement-nothing", () -> await(() -> settlements.prepare(province.preparer(), null, month())));
    }

    @Test
    void theSecondImplementationAgreesOnEveryShare() throws SQLException {
        for (int i = 0; i < 3; i++) {
            UUID link = province.link(weights(1 + random.nextInt(60)), HouseholdStatus.REGISTERED_POOR);
            province.pool(link, month(), "DIVIDEND", 1 + random.nextInt(1_000_000));
            province.pool(link, month(), "FLOOR", 1 + random.nextInt(50));
        }
        SettlementView run = await(() -> settlements.prepare(province.preparer(), null, month()));
        assertThat(SettledProvince.number("SELECT count(*) FROM settlement_share WHERE run_id = '" + run.id() + "'"))
                .isPositive();
        assertThat(SettledProvince.number(SettledProvince.DISAGREEING_SHARES.replace(
                        ":run", run.id().toString())))
                .as("seed %d", SEED)
                .isZero();
    }

    @Test
    void aRunThatWasCutOffBetweenChunksGoesOn() throws SQLException {
        UUID link = province.link(weights(30), HouseholdStatus.MONITORED);
        province.pool(link, month(), "DIVIDEND", 99_999);
        SettlementView run = approved();
        SettlementView cut = await(() -> settlements.run(province.preparer(), run.id(), 2));
        assertThat(cut.state()).isEqualTo("RUNNING");
        assertThat(cut.chunksDone()).isEqualTo(2);
        SettlementView done = await(() -> settlements.run(province.preparer(), run.id()));
        assertThat(done.state()).isEqualTo("DONE");
        assertCreditedAsFrozen(run.id());
    }

    @Test
    void nobodyApprovesWhatTheyPrepared() throws SQLException {
        province.pool(province.link(weights(3), HouseholdStatus.LIFTED), month(), "DIVIDEND", 300);
        SettlementView run = await(() -> settlements.prepare(province.preparer(), null, month()));
        refused(
                "four-eyes",
                () -> await(() -> settlements.approve(province.preparer(), run.id(), run.resultDigest(), null)));
        assertThatThrownBy(() ->
                        SettledProvince.run("UPDATE settlement_run SET state = 'APPROVED', approved_by = uuidv7(),"
                                + " approved_person = prepared_person WHERE id = '" + run.id() + "'"))
                .hasMessageContaining("settlement_four_eyes");
        refused("settlement-state", () -> await(() -> settlements.run(province.preparer(), run.id())));
        refused(
                "settlement-digest-mismatch",
                () -> await(() -> settlements.approve(province.approver(), run.id(), "00", null)));
        refused("settlement-open-run", () -> await(() -> settlements.prepare(province.preparer(), null, month())));
        Actor stranger = People.inArea(Role.FINANCE, "990000");
        refused("not-found", () -> await(() -> settlements.approve(stranger, run.id(), run.resultDigest(), null)));
        assertThat(await(() -> settlements.reject(province.approver(), run.id()))
                        .state())
                .isEqualTo("REJECTED");
    }

    @Test
    void whatWasFrozenMayNotChangeAfterItWasApproved() throws SQLException {
        province.pool(province.link(weights(12), HouseholdStatus.LIFTED), month(), "DIVIDEND", 12_000);
        SettlementView run = approved();
        assertThatThrownBy(() -> SettledProvince.run("UPDATE settlement_share SET amount = amount + 1"))
                .hasMessageContaining("append-only");
        String one =
                " WHERE run_id = '" + run.id() + "' AND household_no = (SELECT %s(household_no) FROM settlement_share"
                        + " WHERE run_id = '" + run.id() + "')";
        SettledProvince.tamper("UPDATE settlement_share SET amount = amount + 1" + one.formatted("min"));
        SettledProvince.tamper("UPDATE settlement_share SET amount = amount - 1" + one.formatted("max"));
        refused("settlement-digest-mismatch", () -> await(() -> settlements.run(province.preparer(), run.id())));
        assertThat(SettledProvince.number("SELECT count(*) FROM ledger_tx WHERE run_id = '" + run.id() + "'"))
                .isZero();
        await(() -> settlements.reject(province.approver(), run.id()));
    }

    @Test
    void aPoolThatNobodySharesIsCarriedAndOnlyThoseWhoCountShare() throws SQLException {
        UUID gone = province.link(weights(4), HouseholdStatus.REMOVED);
        UUID here = province.link(weights(4), HouseholdStatus.HARD_HIT);
        province.pool(gone, month(), "DIVIDEND", 777);
        province.pool(here, month(), "DIVIDEND", 500);
        SettlementView run = approved();
        assertThat(run.totalFen()).isEqualTo(500);
        assertThat(run.pooledFen()).isEqualTo(1_277);
        assertThat(run.carriedPools()).isEqualTo(1);
        assertThat(await(() -> settlements.run(province.approver(), run.id())).state())
                .isEqualTo("DONE");
        refused("settlement-nothing", () -> await(() -> settlements.prepare(province.preparer(), null, month())));
    }

    private SettlementView approved() {
        SettlementView run = await(() -> settlements.prepare(province.preparer(), null, month()));
        assertThat(run.state()).isEqualTo("PREPARED");
        return province.approve(run);
    }

    private static void assertCreditedAsFrozen(UUID run) throws SQLException {
        Invariants.hold();
        assertThat(SettledProvince.number(SettledProvince.DISAGREEING_SHARES.replace(":run", run.toString())))
                .isZero();
        assertThat(SettledProvince.number("SELECT count(*) FROM settlement_share s FULL JOIN"
                        + " (SELECT l.account_id, p.rank, sum(l.amount) AS amount"
                        + " FROM ledger_line l JOIN ledger_tx t ON t.id = l.tx_id AND t.run_id = '" + run
                        + "' JOIN settlement_pool p ON p.run_id = t.run_id AND p.pool_id = l.pool_id WHERE l.amount > 0 GROUP BY 1, 2) c"
                        + " ON c.account_id = s.account_id AND c.rank = s.pool_rank WHERE s.run_id = '" + run
                        + "' AND coalesce(c.amount, 0) <> s.amount"))
                .isZero();
    }

    private long[] weights(int count) {
        return random.longs(count, 1, 500).toArray();
    }

    private int month() {
        return BusinessClock.monthOf(clock.instant());
    }

    private static void refused(String code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
