package org.bangxiao.settlement.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.bangxiao.household.HouseholdStatus;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.settlement.SettlementView;
import org.bangxiao.settlement.Settlements;
import org.bangxiao.settlement.payout.BankInTests.Said;
import org.bangxiao.support.Contracts;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Payable;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * A process of PostgreSQL is killed by SIGKILL at a random moment: the server throws every connection out, recovers from its
 * log and may lose the last moments, for here a commit does not wait for the disk. What was cut off goes on. The service
 * and a server that keeps every commit are killed by the benchmark {@code crash}, twenty times each.
 */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class KilledDatabaseDbTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int KILLS = 2;
    private static final int TRIES = 8;
    private static final long A_WHILE = TimeUnit.MILLISECONDS.toNanos(300);

    @Inject
    Settlements settlements;

    @Inject
    Payouts payouts;

    @Inject
    PayoutFiles files;

    @Inject
    PayoutAnswers answers;

    @Inject
    BusinessClock clock;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void aRunThatTheDatabaseDiedUnderCreditsWhatItPromised() throws Exception {
        SettledProvince province = SettledProvince.fresh();
        UUID link = province.link(random.longs(300, 1, 500).toArray(), HouseholdStatus.LIFTED);
        int month = BusinessClock.monthOf(clock.instant());
        long nanos = 0;
        int cutOff = 0;
        for (int run = 0; cutOff < KILLS; run++) {
            assertThat(run).as("seed %d: runs until one is cut off", SEED).isLessThan(TRIES);
            province.pool(link, month, "DIVIDEND", 1_000_003);
            SettlementView prepared = await(() -> settlements.prepare(province.preparer(), null, month));
            SettledProvince.approve(province.approver(), prepared);
            List<String> promised = Contracts.rows("SELECT s.household_no || ':' || coalesce(b.posted, 0) + s.amount"
                    + " FROM settlement_share s LEFT JOIN ledger_balance b ON b.account_id = s.account_id WHERE s.run_id = '"
                    + prepared.id() + "' ORDER BY s.household_no");
            Runnable work = () -> await(() -> settlements.run(province.preparer(), prepared.id()));
            if (run == 0) {
                long from = System.nanoTime();
                work.run();
                nanos = System.nanoTime() - from;
            } else {
                cutOff += struck(nanos, work, () -> !credited(link).equals(promised)) ? 1 : 0;
            }
            assertThat(credited(link)).as("seed %d", SEED).isEqualTo(promised);
        }
    }

    @Test
    void aPayoutThatTheDatabaseDiedUnderPaysEverybodyOnce() throws Exception {
        Payable county = Payable.fresh();
        List<UUID> households =
                county.households("103", random.longs(120, 1, 100_000).toArray());
        PayoutView draft = await(() -> payouts.prepare(county.preparer(), null, "103"));
        struck(A_WHILE, () -> reserve(county, draft.id()), () -> true);
        assertThat(Payable.onItsWay(draft.id())).as("seed %d", SEED).isEqualTo(draft.totalFen());
        await(() -> payouts.approve(county.approver(), draft.id(), draft.contentDigest()));
        await(() -> files.send(county.preparer(), draft.id()));
        byte[] file = file(county, draft.id());
        BankInTests bank = BankInTests.comma(file);
        List<Said> said = new ArrayList<>();
        bank.payments().forEach(each -> said.add(new Said(each, random.nextInt(4) == 0 ? "失败" : "成功", "")));
        byte[] answer = bank.answer(said);
        struck(A_WHILE, () -> await(() -> answers.take(county.preparer(), draft.id(), "a.txt", answer)), () -> true);
        assertThat(file(county, draft.id())).isEqualTo(file);
        PayoutView closed = await(() -> payouts.view(draft.id()));
        assertThat(closed.state()).isEqualTo("CLOSED");
        for (int i = 0; i < said.size(); i++) {
            long left = said.get(i).outcome().equals("成功") ? 0 : fen(said.get(i));
            assertThat(Payable.balance(households.get(i))).as("seed %d", SEED).isEqualTo(left);
        }
        assertThat(Payable.onItsWay(draft.id())).isZero();
    }

    private static long fen(Said said) {
        return Long.parseLong(said.of().amount().replace(".", ""));
    }

    private byte[] file(Payable county, UUID batch) {
        return await(() -> files.download(county.preparer(), batch)).content().getBytes();
    }

    private void reserve(Payable county, UUID batch) {
        if (!await(() -> payouts.view(batch)).state().equals("RESERVED")) {
            await(() -> payouts.reserve(county.preparer(), batch));
        }
    }

    /** Strikes the database while it works, and has the work done again; answers whether it found it cut off. */
    private boolean struck(long nanos, Runnable work, BooleanSupplier unfinished) throws Exception {
        Contracts.rows("CHECKPOINT");
        CompletableFuture<Void> worker = CompletableFuture.runAsync(work).exceptionally(failure -> null);
        LockSupport.parkNanos(random.nextLong(nanos));
        killOne();
        worker.get(1, TimeUnit.MINUTES);
        awaitDatabase();
        boolean cutOff = unfinished.getAsBoolean();
        again(work);
        return cutOff;
    }

    private static void killOne() throws SQLException {
        long backend = SettledProvince.number("SELECT pid FROM pg_stat_activity WHERE usename = '"
                + PostgresForTests.service().user() + "' ORDER BY state = 'idle', state_change DESC LIMIT 1");
        ProcessHandle.of(backend).orElseThrow().destroyForcibly();
    }

    private static void awaitDatabase() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < until) {
            try (Connection connection = PostgresForTests.connect()) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
        throw new IllegalStateException("the database did not come back");
    }

    /** The service may still hold connections that are dead. */
    private static void again(Runnable work) {
        RuntimeException last = null;
        for (int i = 0; i < 20; i++) {
            try {
                work.run();
                return;
            } catch (RuntimeException e) {
                last = e;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
        throw last;
    }

    private static List<String> credited(UUID link) {
        return Contracts.rows("SELECT h.number || ':' || coalesce(b.posted, 0) FROM household_link_member m"
                + " JOIN household h ON h.id = m.household_id LEFT JOIN ledger_account a ON a.kind = 'HOUSEHOLD' AND a.owner = h.id::text"
                + " LEFT JOIN ledger_balance b ON b.account_id = a.id WHERE m.link_id = '" + link
                + "' ORDER BY h.number");
    }
}
