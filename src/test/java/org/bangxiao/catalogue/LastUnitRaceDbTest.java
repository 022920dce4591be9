package org.bangxiao.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Fifty at once for the last piece; and the same fifty against a shelf without a guard, which must oversell. So for
 * the last places of a day. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class LastUnitRaceDbTest {
    private static final int SHOPPERS = 50;
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @Inject
    Stock stock;

    @Inject
    Places places;

    @Inject
    VisitDayRepository days;

    @Inject
    BusinessClock clock;

    @Inject
    Tx tx;

    @AfterEach
    void ordinaryTime() {
        clock.reset();
    }

    @Test
    void exactlyOneOfFiftyGetsTheLastPiece() throws Exception {
        UUID piece = onShelf(1);
        assertThat(race(SHOPPERS, () -> hold(UUID.randomUUID(), piece))).isOne();
        assertThat(column("reserved", piece)).isOne();
    }

    @Test
    void exactlyTwoOfFiftyGetTheLastTwoPlacesOfADay() throws Exception {
        UUID farm = onShelf(1);
        LocalDate day = clock.today();
        await(() -> tx.write(connection -> days.rule(connection, farm, 24, clock.instant())
                .chain(() -> days.open(connection, farm, List.of(day), 2))));
        assertThat(race(
                        SHOPPERS,
                        () -> won(() -> {
                            await(() -> tx.write(connection -> places.hold(
                                    connection,
                                    UUID.randomUUID(),
                                    List.of(new Places.Wanted(farm, day, 1)),
                                    clock.instant().plus(TEN_MINUTES))));
                            return true;
                        })))
                .isEqualTo(2);
        List<VisitDay> booked =
                await(() -> tx.read(connection -> days.days(connection, farm, day.minusDays(1), 1, clock.instant())));
        assertThat(booked).containsExactly(new VisitDay(day, 2, 2, false));
        clock.travelTo(clock.instant().plus(TEN_MINUTES.plusSeconds(1)));
        await(places::sweep);
        assertThat(column("onhand - sold - reserved", farm))
                .as("what lapsed is free again")
                .isEqualTo(2);
        clock.travelTo(clock.instant().plus(Duration.ofDays(1)));
        await(places::sweep);
        assertThat(column("onhand - sold - reserved", farm)).as("over").isZero();
    }

    @Test
    void withoutTheGuardTheSameRaceOversells() throws Exception {
        UUID piece = onShelf(1);
        Shelf.run(
                "CREATE TABLE IF NOT EXISTS test_unguarded_stock (listing_id uuid PRIMARY KEY, free bigint, sold bigint)");
        Shelf.run("INSERT INTO test_unguarded_stock VALUES (?, 1, 0)", piece);
        CyclicBarrier allHaveLooked = new CyclicBarrier(10);
        int sold = race(10, () -> {
            try (Connection connection = PostgresForTests.connect();
                    PreparedStatement look =
                            connection.prepareStatement("SELECT free FROM test_unguarded_stock WHERE listing_id = ?");
                    PreparedStatement buy = connection.prepareStatement(
                            "UPDATE test_unguarded_stock SET free = free - 1, sold = sold + 1 WHERE listing_id = ?")) {
                look.setObject(1, piece);
                ResultSet free = look.executeQuery();
                boolean enough = free.next() && free.getLong(1) >= 1;
                allHaveLooked.await();
                buy.setObject(1, piece);
                return enough && buy.executeUpdate() == 1;
            }
        });
        assertThat(sold).as("pieces sold of one").isGreaterThan(1);
    }

    @Test
    void theSweeperAndThePayerNeverBothHaveIt() throws Exception {
        for (int round = 0; round < 10; round++) {
            UUID piece = onShelf(1);
            UUID payer = UUID.randomUUID();
            assertThat(hold(payer, piece)).isTrue();
            clock.travelTo(clock.instant().plus(TEN_MINUTES.plusSeconds(1)));
            UUID rival = UUID.randomUUID();
            List<Callable<Boolean>> all = List.of(
                    () -> won(() ->
                            await(() -> tx.write(connection -> stock.take(connection, payer, "purchase:" + payer)))
                                            .size()
                                    == 1),
                    () -> {
                        await(stock::sweep);
                        return false;
                    },
                    () -> won(() -> {
                        hold(rival, piece);
                        return !await(() -> tx.write(connection -> stock.take(connection, rival, "purchase:" + rival)))
                                .isEmpty();
                    }));
            assertThat(race(all)).as("who has the piece in round " + round).isOne();
            assertThat(column("sold", piece)).isOne();
            assertThat(column("reserved", piece)).isZero();
            clock.reset();
        }
    }

    private boolean hold(UUID owner, UUID piece) {
        return won(() -> {
            await(() -> tx.write(connection -> stock.hold(
                    connection,
                    owner,
                    new TreeMap<>(Map.of(piece, 1L)),
                    clock.instant().plus(TEN_MINUTES))));
            return true;
        });
    }

    private static boolean won(java.util.function.BooleanSupplier attempt) {
        try {
            return attempt.getAsBoolean();
        } catch (Problem refused) {
            assertThat(refused.code()).isIn("stock-short", "stock-gone", "places-short");
            return false;
        }
    }

    private static int race(int shoppers, Callable<Boolean> attempt) throws Exception {
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < shoppers; i++) {
            all.add(attempt);
        }
        return race(all);
    }

    private static int race(List<Callable<Boolean>> attempts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(attempts.size());
        try {
            CyclicBarrier start = new CyclicBarrier(attempts.size());
            List<Future<Boolean>> results = new ArrayList<>();
            for (Callable<Boolean> attempt : attempts) {
                results.add(threads.submit(() -> {
                    start.await();
                    return attempt.call();
                }));
            }
            int won = 0;
            for (Future<Boolean> result : results) {
                won += answer(result) ? 1 : 0;
            }
            return won;
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean answer(Future<Boolean> result) throws InterruptedException, ExecutionException {
        return result.get();
    }

    private static UUID onShelf(long pieces) {
        return Shelf.put(Shelf.Item.of("隆安板栗", "Long'an chestnut").stock(pieces))
                .listingId();
    }

    private static long column(String column, UUID listing) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT " + column + " FROM catalogue_stock WHERE listing_id = ?")) {
            statement.setObject(1, listing);
            ResultSet row = statement.executeQuery();
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }
}
