package org.bangxiao.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Invariants;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class LedgerDbTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-10T04:00:00Z");
    private static final int TRANSFERS = 60;

    @Inject
    Ledger ledger;

    @Inject
    Seals seals;

    @Inject
    Months months;

    @Inject
    Tx tx;

    private final AccountKey clearing = new AccountKey(AccountKind.CLEARING, "test-" + UUID.randomUUID());
    private final AccountKey one =
            new AccountKey(AccountKind.SUPPLIER, UUID.randomUUID().toString());
    private final AccountKey other =
            new AccountKey(AccountKind.SUPPLIER, UUID.randomUUID().toString());

    @AfterAll
    static void theBooksHold() {
        Invariants.hold();
    }

    @Test
    void postsIntoTheMonthInShanghaiAndOpensIt() throws Throwable {
        Instant lastSecond = Instant.parse("2031-01-31T16:00:00Z");
        long id = post(move(clearing, one, 500, "a-" + UUID.randomUUID(), lastSecond));
        assertThat(number("SELECT period FROM ledger_tx WHERE id = " + id)).isEqualTo(203102);
        assertThat(balances()).containsEntry(one, 500L).containsEntry(clearing, -500L);
    }

    @Test
    void theSameDeedIsPostedOnce() throws Throwable {
        String key = "once-" + UUID.randomUUID();
        post(move(clearing, one, 500, key, NOVEMBER));
        assertThatThrownBy(() -> post(move(clearing, one, 500, key, NOVEMBER)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("ledger-posted-twice"));
        assertThat(balances()).containsEntry(one, 500L);
    }

    @Test
    void nobodySpendsWhatIsNotThere() throws Throwable {
        post(move(clearing, one, 500, "b-" + UUID.randomUUID(), NOVEMBER));
        assertThatThrownBy(() -> post(move(one, other, 501, "c-" + UUID.randomUUID(), NOVEMBER)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("ledger-account-overdrawn"));
        assertThat(balances()).containsEntry(one, 500L).containsEntry(other, 0L);
    }

    @Test
    void theDatabaseRefusesWhatDoesNotSumToNil() throws Throwable {
        post(move(clearing, one, 500, "d-" + UUID.randomUUID(), NOVEMBER));
        Map<AccountKey, Long> ids = accounts();
        assertThatThrownBy(() -> run("SELECT ledger_post('T', 202611, '2026-11-10', now(), 'e-" + UUID.randomUUID()
                        + "', null, null, null, 'test', null, array[" + ids.get(clearing) + "," + ids.get(one)
                        + "], array[null, null]::bigint[], array[-10, 11]::bigint[])"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("sums to 1");
        assertThatThrownBy(() -> run("SELECT ledger_post('T', 202611, '2026-11-10', now(), 'f-" + UUID.randomUUID()
                        + "', null, null, null, 'test', null, array[-7," + ids.get(one)
                        + "], array[null, null]::bigint[], array[-10, 10]::bigint[])"))
                .hasMessageContaining("ledger_balance_account_id_fkey");
    }

    @Test
    void nothingIsEverChanged() throws Throwable {
        long id = post(move(clearing, one, 500, "g-" + UUID.randomUUID(), NOVEMBER));
        for (String attempt : List.of(
                "UPDATE ledger_line SET amount = amount + 1 WHERE tx_id = " + id,
                "DELETE FROM ledger_line WHERE tx_id = " + id,
                "DELETE FROM ledger_line_202611 WHERE tx_id = " + id,
                "UPDATE ledger_tx SET kind = 'X' WHERE id = " + id,
                "DELETE FROM ledger_tx WHERE id = " + id,
                "TRUNCATE ledger_line",
                "TRUNCATE ledger_line_202611",
                "TRUNCATE ledger_tx CASCADE",
                "TRUNCATE ledger_seal_leaf",
                "TRUNCATE ledger_checkpoint")) {
            assertThatThrownBy(() -> run(attempt)).as(attempt).hasMessageContaining("append-only");
        }
    }

    @Test
    void aClosedMonthTakesNothing() throws Throwable {
        Instant then = Instant.parse("2032-05-10T04:00:00Z");
        post(move(clearing, one, 500, "h-" + UUID.randomUUID(), then));
        VertxContextSupport.subscribeAndAwait(seals::sealNow);
        VertxContextSupport.subscribeAndAwait(() -> months.close(203205, Instant.parse("2032-06-01T04:00:00Z")));
        assertThatThrownBy(() -> post(move(clearing, one, 500, "i-" + UUID.randomUUID(), then)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("ledger-period-closed"));
    }

    @Test
    void opposedTransfersAtTheSameTimeNeitherLockNorLose() throws Throwable {
        post(move(clearing, one, 1_000, "j-" + UUID.randomUUID(), NOVEMBER));
        post(move(clearing, other, 1_000, "k-" + UUID.randomUUID(), NOVEMBER));
        ExecutorService workers = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Long>> transfers = new ArrayList<>();
            for (int i = 0; i < TRANSFERS; i++) {
                boolean there = i % 2 == 0;
                transfers.add(() -> {
                    try {
                        return post(
                                move(there ? one : other, there ? other : one, 7, "l-" + UUID.randomUUID(), NOVEMBER));
                    } catch (Throwable failure) {
                        throw new IllegalStateException(failure);
                    }
                });
            }
            for (Future<Long> done : workers.invokeAll(transfers)) {
                assertThat(done.get()).isPositive();
            }
        } finally {
            workers.shutdown();
        }
        assertThat(balances()).containsEntry(one, 1_000L).containsEntry(other, 1_000L);
    }

    private Transfer move(AccountKey from, AccountKey to, long fen, String key, Instant at) {
        return new Transfer(from, to, fen, key, at);
    }

    private record Transfer(AccountKey from, AccountKey to, long fen, String key, Instant at) {}

    private long post(Transfer wanted) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() ->
                tx.write(connection -> ledger.accounts(connection, List.of(wanted.from(), wanted.to()))
                        .chain(ids -> ledger.post(
                                connection,
                                Posting.of(
                                        "TEST",
                                        wanted.at(),
                                        LocalDate.of(2026, 11, 10),
                                        wanted.key(),
                                        "test",
                                        List.of(
                                                Posting.Line.of(ids.getOrDefault(wanted.from(), 0L), -wanted.fen()),
                                                Posting.Line.of(ids.getOrDefault(wanted.to(), 0L), wanted.fen())))))));
    }

    private Map<AccountKey, Long> balances() throws Throwable {
        return VertxContextSupport.subscribeAndAwait(
                () -> tx.read(connection -> ledger.balances(connection, List.of(clearing, one, other))));
    }

    private Map<AccountKey, Long> accounts() throws Throwable {
        Uni<Map<AccountKey, Long>> ids =
                tx.write(connection -> ledger.accounts(connection, List.of(clearing, one, other)));
        return VertxContextSupport.subscribeAndAwait(() -> ids);
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(String sql) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
