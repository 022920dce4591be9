package org.bangxiao.ledger;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.Sales;
import org.bangxiao.support.Goods;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.SettledProvince;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ended months are closed with their root, and nothing gets into them afterwards. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class MonthsDbTest {
    @Inject
    Ledger ledger;

    @Inject
    Months months;

    @Inject
    Seals seals;

    @Inject
    Sales sales;

    @Inject
    Tx tx;

    @Inject
    BusinessClock clock;

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void anEndedMonthIsClosedOnceItIsSealedAndItsRootIsPublished() throws SQLException {
        clock.travelTo(Instant.parse("2017-02-10T04:00:00Z"));
        post();
        assertThat(close(201702, "2017-02-28T15:59:59Z")).as("it has not ended").isFalse();
        assertThat(close(201702, "2017-03-01T00:00:00Z")).as("it is not sealed").isFalse();
        await(seals::sealNow);
        assertThat(close(201702, "2017-03-01T00:00:00Z")).isTrue();
        assertThat(close(201702, "2017-03-02T00:00:00Z")).as("closed for ever").isFalse();
        assertThatThrownBy(this::post)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("ledger-period-closed"));
        String root = await(months::closed).stream()
                .filter(month -> month.month() == 201702)
                .findFirst()
                .orElseThrow()
                .root();
        assertThat(root).hasSize(64);
        get("/roots").then().statusCode(200).body(containsString(root)).body(containsString("2017-02"));
        get("/roots/months.json").then().statusCode(200).body("root", hasItem(root));
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM platform_audit WHERE action = 'month-close' AND subject_id = '201702'"))
                .isOne();
    }

    @Test
    void whoeverIsStillPostingEndsBeforeTheMonthIsClosed() throws Exception {
        clock.travelTo(Instant.parse("2017-04-10T04:00:00Z"));
        post();
        await(seals::sealNow);
        try (Connection poster = PostgresForTests.connect();
                Statement statement = poster.createStatement()) {
            poster.setAutoCommit(false);
            statement.execute("""
                    SELECT ledger_post('TEST', 201704, '2017-04-30', '2017-04-30T15:59:59Z', 'months-late', NULL, NULL, NULL, 'test', NULL,
                           (SELECT array_agg(id ORDER BY id) FROM ledger_accounts(ARRAY['CLEARING', 'FEE'], ARRAY['months', 'months'],
                                                                      ARRAY[true, true], ARRAY[1, 1])),
                           ARRAY[NULL, NULL]::bigint[], ARRAY[1, -1])""");
            CompletableFuture<Boolean> closing =
                    CompletableFuture.supplyAsync(() -> close(201704, "2017-05-01T00:00:00Z"));
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (waiting() == 0 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(closing).as("it waits for the poster").isNotDone();
            poster.commit();
            assertThat(closing.join())
                    .as("and finds that what was posted is not sealed")
                    .isFalse();
        }
        await(seals::sealNow);
        assertThat(close(201704, "2017-05-02T00:00:00Z")).isTrue();
        assertThat(await(months::closed).stream().filter(month -> month.month() == 201704))
                .singleElement()
                .satisfies(month -> assertThat(month.transactions()).isEqualTo(2));
    }

    @Test
    void aSaleThatIsReportedAfterItsMonthWasClosedIsLateAndKeepsItsTermsAndItsPool() throws SQLException {
        Goods goods = Goods.certified(100);
        SettledProvince.run("SELECT ledger_open_period(202002)");
        await(seals::sealNow);
        close(202002, "2020-03-02T00:00:00Z");
        Instant then = Instant.parse("2020-02-05T02:00:00Z");
        String source = "partner:" + UUID.randomUUID();
        await(() -> tx.write(connection -> sales.record(
                connection,
                List.of(
                        goods.sale(source, "late", 1, 5_000, then, false),
                        goods.sale(source, "in time", 1, 5_000, clock.instant(), false)))));
        assertThat(SettledProvince.number(
                        "SELECT count(*) FROM sale s JOIN ledger_tx t ON t.id = s.tx_id WHERE s.source = '" + source
                                + "' AND s.late AND s.month = 202002 AND s.external_id = 'late' AND t.period = "
                                + BusinessClock.monthOf(clock.instant())))
                .isOne();
        assertThat(SettledProvince.number("SELECT count(*) FROM sale WHERE source = '" + source + "' AND NOT late"))
                .isOne();
        String late = SettledProvince.text("SELECT id::text FROM sale WHERE source = '" + source + "' AND late");
        get("/api/sales/" + late).then().statusCode(200).body("late", equalTo(true));
        get("/sales/" + late).then().statusCode(200).body(containsString("已经结账"));
    }

    /** How many wait for a lock that is nobody's row. */
    private static long waiting() throws SQLException {
        return SettledProvince.number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
    }

    private boolean close(int month, String now) {
        return await(() -> months.close(month, Instant.parse(now)));
    }

    private void post() {
        AccountKey from = new AccountKey(AccountKind.CLEARING, "months-test");
        AccountKey to = new AccountKey(AccountKind.FEE, "months-test");
        await(() -> tx.write(connection -> ledger.accounts(connection, List.of(from, to))
                .chain(ids -> ledger.post(
                        connection,
                        Posting.of(
                                "TEST",
                                clock.instant(),
                                BusinessClock.dayOf(clock.instant()),
                                "months-" + UUID.randomUUID(),
                                "test",
                                List.of(
                                        Posting.Line.of(ids.getOrDefault(from, 0L), -30),
                                        Posting.Line.of(ids.getOrDefault(to, 0L), 30)))))));
    }
}
