package org.bangxiao.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PEERS.md 3a, S1 to S5, and what else a shelf must never do. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class StockDbTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @Inject
    Stock stock;

    @Inject
    BusinessClock clock;

    @Inject
    Tx tx;

    @AfterEach
    void holdsAndShelfAgree() throws SQLException {
        clock.reset();
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet broken = statement.executeQuery(StockInvariant.SQL)) {
            assertThat(broken.next())
                    .as("stock that does not agree with its holds")
                    .isFalse();
        }
    }

    @Test
    void theLastJarGoesToWhoeverPaysFirstAndTheOtherIsToldItsName() {
        UUID jar = jars(1);
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        assertThat(available(jar, second)).isOne();
        hold(first, jar, 1);
        take(first);
        refused("stock-short", "布泉酸鱼 (0)", () -> hold(second, jar, 1));
        assertThat(available(jar, second)).isZero();
    }

    @Test
    void twoLinesOfTheSameGoodsCountTogether() {
        UUID box = jars(5);
        refused("stock-short", "布泉酸鱼 (5)", () -> hold(UUID.randomUUID(), box, 3 + 3));
        assertThat(available(box, UUID.randomUUID())).isEqualTo(5);
    }

    @Test
    void onlyALiveHoldCountsBeforeAndAfterTheSweep() {
        UUID jar = jars(3);
        hold(UUID.randomUUID(), jar, 2);
        clock.travelTo(clock.instant().plus(TEN_MINUTES.plusSeconds(1)));
        UUID live = UUID.randomUUID();
        hold(live, jar, 1);
        assertThat(available(jar, UUID.randomUUID())).isEqualTo(2);
        await(stock::sweep);
        assertThat(available(jar, UUID.randomUUID())).isEqualTo(2);
        assertThat(take(live)).containsExactly(Map.entry(jar, 1L));
    }

    @Test
    void aLapsedHoldGivesWayWithoutTheSweeper() {
        UUID jar = jars(3);
        hold(UUID.randomUUID(), jar, 3);
        clock.travelTo(clock.instant().plus(TEN_MINUTES.plusSeconds(1)));
        UUID next = UUID.randomUUID();
        hold(next, jar, 3);
        assertThat(take(next)).containsExactly(Map.entry(jar, 3L));
    }

    @Test
    void myOwnHoldIsNotCountedAgainstMe() {
        UUID jar = jars(3);
        UUID me = UUID.randomUUID();
        hold(me, jar, 3);
        assertThat(available(jar, me)).isEqualTo(3);
        assertThat(available(jar, UUID.randomUUID())).isZero();
        hold(me, jar, 2);
        assertThat(available(jar, UUID.randomUUID())).isOne();
        hold(me, jar, 3);
        refused("stock-short", "布泉酸鱼 (3)", () -> hold(me, jar, 4));
        assertThat(available(jar, UUID.randomUUID())).isZero();
    }

    @Test
    void aRepeatedHoldIsRenewedNotDoubled() {
        UUID jar = jars(3);
        UUID me = UUID.randomUUID();
        hold(me, jar, 2);
        clock.travelTo(clock.instant().plus(Duration.ofMinutes(9)));
        hold(me, jar, 2);
        assertThat(available(jar, UUID.randomUUID())).isOne();
        clock.travelTo(clock.instant().plus(Duration.ofMinutes(9)));
        assertThat(available(jar, UUID.randomUUID()))
                .as("still held by the renewal")
                .isOne();
        assertThat(take(me)).containsExactly(Map.entry(jar, 2L));
    }

    @Test
    void goodsLeftOutOfTheNextHoldAreLetGoAndNothingIsHeldInPart() {
        UUID jar = jars(2);
        UUID box = jars(2);
        UUID me = UUID.randomUUID();
        await(() -> hold(me, Map.of(jar, 2L, box, 1L)));
        hold(me, box, 2);
        assertThat(available(jar, UUID.randomUUID())).isEqualTo(2);
        refused("stock-short", "布泉酸鱼 (2)", () -> await(() -> hold(me, Map.of(jar, 3L, box, 2L))));
        assertThat(available(jar, UUID.randomUUID())).isEqualTo(2);
        assertThat(available(box, UUID.randomUUID())).isZero();
    }

    @Test
    void whatWasPaidAfterTheHoldLapsedIsTakenAgainWhereItIsFreeAndElseRefused() {
        UUID jar = jars(2);
        UUID late = UUID.randomUUID();
        hold(late, jar, 2);
        clock.travelTo(clock.instant().plus(TEN_MINUTES.plusSeconds(1)));
        await(stock::sweep);
        UUID other = UUID.randomUUID();
        hold(other, jar, 1);
        refused("stock-gone", "布泉酸鱼", () -> take(late));
        await(() -> tx.write(connection -> stock.release(connection, other)));
        assertThat(take(late)).containsExactly(Map.entry(jar, 2L));
        assertThat(take(late)).as("a second call").isEmpty();
    }

    @Test
    void soldGoodsComeBackOnce() {
        UUID jar = jars(2);
        UUID me = UUID.randomUUID();
        hold(me, jar, 2);
        take(me);
        await(() -> tx.write(connection -> stock.restock(connection, new TreeMap<>(Map.of(jar, 2L)), "refund:" + me)));
        assertThat(available(jar, me)).isEqualTo(2);
        refused(
                "stock-moved-before",
                null,
                () -> await(() -> tx.write(
                        connection -> stock.restock(connection, new TreeMap<>(Map.of(jar, 2L)), "refund:" + me))));
        assertThat(available(jar, me)).isEqualTo(2);
    }

    private static UUID jars(long pieces) {
        return Shelf.put(Shelf.Item.of("布泉酸鱼", "Buquan sour fish").stock(pieces))
                .listingId();
    }

    private void hold(UUID owner, UUID listing, long quantity) {
        await(() -> hold(owner, Map.of(listing, quantity)));
    }

    private Uni<Void> hold(UUID owner, Map<UUID, Long> quantities) {
        return tx.write(connection -> stock.hold(
                connection, owner, new TreeMap<>(quantities), clock.instant().plus(TEN_MINUTES)));
    }

    private Map<UUID, Long> take(UUID owner) {
        return await(() -> tx.write(connection -> stock.take(connection, owner, "purchase:" + owner)));
    }

    private long available(UUID listing, UUID owner) {
        return await(() -> tx.read(connection -> stock.available(connection, List.of(listing), owner)))
                .getOrDefault(listing, -1L);
    }

    private static void refused(String code, @org.jspecify.annotations.Nullable String named, ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo(code);
            if (named != null) {
                assertThat(problem.arguments()).contains(named);
            }
        });
    }
}
