package org.bangxiao.settlement.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.settlement.payout.PayoutRepository.Amount;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.Payable;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two batches drafted at once over the same credits: the index on whoever waits for a bank's answer keeps one of them
 * out. In tables of the same shape without that index both stand, and without the ledger's floor both are set aside.
 */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PayoutRaceDbTest {
    private static final String BANK = "103";
    private static final String APART = "payout_race";

    @Inject
    PayoutRepository repository;

    @Inject
    PayoutBooking booking;

    @Inject
    Payouts payouts;

    @Inject
    PolicyPacks packs;

    @Inject
    Tx tx;

    private final Payable county = Payable.fresh();

    @AfterEach
    void nothingStaysBehind() throws SQLException {
        SettledProvince.tamper("DROP SCHEMA IF EXISTS " + APART + " CASCADE");
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void theIndexLetsOneOfTwoBatchesHaveTheSameCredits() throws Exception {
        UUID household = county.households(BANK, 500).get(0);
        UUID first = UUID.randomUUID();
        assertThat(race("public", first, UUID.randomUUID())).containsExactly("done", "payout-in-flight");
        assertThat(items("public", household)).isOne();
        await(() -> payouts.reserve(county.preparer(), first));
        assertThat(Payable.balance(household)).isZero();
        await(() -> payouts.cancel(county.preparer(), first));
        assertThat(Payable.balance(household)).isEqualTo(500);
    }

    @Test
    void withoutItBothHaveThemAndWithoutTheLedgersFloorBothAreSetAside() throws Exception {
        UUID household = county.households(BANK, 500).get(0);
        withoutTheIndex();
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        assertThat(race(APART, first, second)).containsExactly("done", "done");
        assertThat(items(APART, household)).as("the same credits twice").isEqualTo(2);
        List<Amount> amounts = List.of(new Amount(account(household), 500));
        assertThat(reserved(first, "a", amounts)).isEqualTo("done");
        assertThat(reserved(second, "a", amounts)).isEqualTo("ledger-account-overdrawn");
        mayGoNegative(household, true);
        assertThat(reserved(second, "b", amounts)).isEqualTo("done");
        assertThat(Payable.balance(household))
                .as("what the races would come to")
                .isEqualTo(-500);
        assertThat(Payable.onItsWay(first) + Payable.onItsWay(second)).isEqualTo(1_000);
        for (UUID batch : List.of(first, second)) {
            await(() -> tx.write(connection -> booking.back(connection, batch, "back", amounts)));
        }
        mayGoNegative(household, false);
    }

    /** The second begins after the first has its items, and the first ends once the second has them or waits. */
    private List<String> race(String schema, UUID first, UUID second) throws Exception {
        CompletableFuture<Void> drafted = new CompletableFuture<>();
        CompletableFuture<Void> mayEnd = new CompletableFuture<>();
        CompletableFuture<String> one =
                CompletableFuture.supplyAsync(() -> draft(schema, first, county.preparer(), drafted, mayEnd));
        drafted.get(10, TimeUnit.SECONDS);
        CompletableFuture<Void> alsoDrafted = new CompletableFuture<>();
        CompletableFuture<String> other = CompletableFuture.supplyAsync(
                () -> draft(schema, second, county.approver(), alsoDrafted, CompletableFuture.completedFuture(null)));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!alsoDrafted.isDone() && !waits() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        mayEnd.complete(null);
        return List.of(one.get(10, TimeUnit.SECONDS), other.get(10, TimeUnit.SECONDS));
    }

    private static boolean waits() throws SQLException {
        return SettledProvince.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND query LIKE '%INSERT INTO settlement_payout_item%'")
                > 0;
    }

    /** As {@link Payouts#prepare} does it, held open until it may end. */
    private String draft(
            String schema, UUID id, Actor actor, CompletableFuture<Void> drafted, CompletableFuture<Void> mayEnd) {
        String pack = packs.forArea(county.county()).orElseThrow().version();
        return said(tx.write((SqlConnection connection) -> connection
                .query("SET LOCAL search_path TO " + schema + ", public")
                .execute()
                .chain(() -> repository.open(connection, id, county.county(), BANK, pack, actor, Instant.now()))
                .chain(() -> repository.addItems(connection, id, county.county(), BANK, 10, 3))
                .chain(() -> repository.addChunks(connection, id))
                .chain(() -> repository.seal(connection, id, Long.MAX_VALUE))
                .invoke(() -> drafted.complete(null))
                .chain(() -> Uni.createFrom().completionStage(mayEnd))));
    }

    private String reserved(UUID batch, String key, List<Amount> amounts) {
        return said(tx.write(connection -> booking.reserve(connection, batch, "reserve:" + key, amounts)));
    }

    private static String said(Uni<?> work) {
        try {
            await(() -> work.onFailure().transform(PayoutProblems::of).replaceWithVoid());
            return "done";
        } catch (Problem problem) {
            return problem.code();
        }
    }

    /** The tables of batches once more, with every constraint but the one. */
    private static void withoutTheIndex() throws SQLException {
        String service = PostgresForTests.service().user();
        SettledProvince.tamper("CREATE SCHEMA " + APART);
        for (String table : List.of("settlement_payout", "settlement_payout_item", "settlement_payout_chunk")) {
            SettledProvince.tamper(
                    "CREATE TABLE " + APART + "." + table + " (LIKE public." + table + " INCLUDING ALL)");
        }
        SettledProvince.tamper("DO $$ BEGIN EXECUTE (SELECT 'DROP INDEX ' || indexrelid::regclass FROM pg_index"
                + " WHERE indrelid = '" + APART
                + ".settlement_payout_item'::regclass AND indpred IS NOT NULL AND indisunique"
                + " AND pg_get_indexdef(indexrelid) LIKE '%(household_id)%'); END $$");
        SettledProvince.tamper("GRANT USAGE ON SCHEMA " + APART + " TO bangxiao, " + service);
        SettledProvince.tamper("GRANT ALL ON ALL TABLES IN SCHEMA " + APART + " TO bangxiao, " + service);
    }

    private static void mayGoNegative(UUID household, boolean may) throws SQLException {
        SettledProvince.tamper(
                "UPDATE ledger_account SET allow_negative = " + may + " WHERE id = " + account(household));
    }

    private static long account(UUID household) throws SQLException {
        return SettledProvince.number(
                "SELECT id FROM ledger_account WHERE kind = 'HOUSEHOLD' AND owner = '" + household + "'");
    }

    private static long items(String schema, UUID household) throws SQLException {
        return SettledProvince.number("SELECT count(*) FROM " + schema
                + ".settlement_payout_item WHERE state = 'PENDING' AND household_id = '" + household + "'");
    }
}
