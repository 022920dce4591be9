package org.bangxiao.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.support.Await.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Tx;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Budget, uses and uses by one person hold however many use a coupon in the same moment; reading before writing would not. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class CouponRaceDbTest {
    private static final int BUYERS = 16;

    @Inject
    Coupons coupons;

    @Inject
    Tx tx;

    private final UUID programme = UUID.randomUUID();

    /** These uses belong to no purchase. */
    @AfterEach
    void clear() throws SQLException {
        run(
                "SET LOCAL session_replication_role = replica; DELETE FROM promotion_redemption WHERE programme_id = '%1$s';"
                                .formatted(programme)
                        + " DELETE FROM promotion_person WHERE programme_id = '%1$s';".formatted(programme)
                        + " DELETE FROM promotion_programme WHERE id = '%1$s'; DROP TABLE IF EXISTS coupon_control"
                                .formatted(programme));
    }

    @Test
    void theBudgetIsNeverPassed() throws Exception {
        issue(5_499, 100, 1);
        assertThat(atOnce(UUID::randomUUID)).as("10.00 each of 54.99").isEqualTo(5);
        assertThat(sum("SELECT used_fen FROM promotion_programme WHERE id = '%s'"))
                .isEqualTo(5_000);
        assertThatThrownBy(() -> run("UPDATE promotion_programme SET used_fen = 5500 WHERE id = '" + programme + "'"))
                .as("whoever writes")
                .hasMessageContaining("promotion_within_budget");
    }

    @Test
    void usesInAllAreNeverPassed() throws Exception {
        issue(1_000_000, 3, 1);
        assertThat(atOnce(UUID::randomUUID)).isEqualTo(3);
        assertThat(sum("SELECT used_count FROM promotion_programme WHERE id = '%s'"))
                .isEqualTo(3);
        assertThat(sum("SELECT taken_count FROM promotion_programme WHERE id = '%s'"))
                .isEqualTo(3);
    }

    @Test
    void onePersonUsesItNoMoreOftenThanOneMay() throws Exception {
        issue(1_000_000, 100, 2);
        UUID person = UUID.randomUUID();
        assertThat(atOnce(() -> person)).isEqualTo(2);
        assertThat(sum("SELECT count(*) FROM promotion_redemption WHERE programme_id = '%s'"))
                .isEqualTo(2);
        assertThat(sum("SELECT taken_count FROM promotion_programme WHERE id = '%s'"))
                .isEqualTo(1);
    }

    @Test
    void readingBeforeWritingWouldSpendMoreThanThereIs() throws Exception {
        run("CREATE TABLE coupon_control AS SELECT 0 AS used, 5 AS most;"
                + " GRANT SELECT, UPDATE ON coupon_control TO PUBLIC");
        CyclicBarrier seen = new CyclicBarrier(BUYERS);
        together(() -> {
            try (Connection connection = PostgresForTests.connect();
                    Statement statement = connection.createStatement()) {
                boolean free;
                try (ResultSet rows = statement.executeQuery("SELECT used < most FROM coupon_control")) {
                    rows.next();
                    free = rows.getBoolean(1);
                }
                seen.await();
                return free && statement.executeUpdate("UPDATE coupon_control SET used = used + 1") == 1;
            }
        });
        assertThat(sum("SELECT used FROM coupon_control")).isGreaterThan(5);
    }

    @Test
    void whatIsGivenBackTwiceIsGivenBackOnce() throws Exception {
        issue(1_000_000, 100, 5);
        UUID person = UUID.randomUUID();
        UUID first = UUID.randomUUID();
        use(person, first);
        use(person, UUID.randomUUID());
        together(() -> {
            await(() -> tx.write(connection -> coupons.giveBack(connection, List.of(first))));
            return true;
        });
        assertThat(sum("SELECT used_fen FROM promotion_programme WHERE id = '%s'"))
                .isEqualTo(1_000);
        assertThat(sum("SELECT used FROM promotion_person WHERE programme_id = '%s'"))
                .isEqualTo(1);
    }

    private int atOnce(java.util.function.Supplier<UUID> person) throws Exception {
        int used = 0;
        for (Future<Boolean> one : together(() -> {
            try {
                use(person.get(), UUID.randomUUID());
                return true;
            } catch (Problem refused) {
                assertThat(refused.errors().get(0).code()).startsWith("coupon-used");
                return false;
            }
        })) {
            used += one.get() ? 1 : 0;
        }
        return used;
    }

    private void use(UUID person, UUID purchase) {
        Discount discount = new Discount(programme, "演示", "demo", 1_000, "platform", Map.of(UUID.randomUUID(), 1_000L));
        await(() -> tx.write(connection -> coupons.use(connection, discount, person, purchase)));
    }

    private static List<Future<Boolean>> together(Callable<Boolean> work) throws InterruptedException {
        ExecutorService all = Executors.newFixedThreadPool(BUYERS);
        try {
            return all.invokeAll(java.util.Collections.nCopies(BUYERS, work));
        } finally {
            all.shutdown();
        }
    }

    private void issue(long budget, long uses, int perPerson) throws SQLException {
        run("""
                INSERT INTO promotion_programme (id, name_zh, name_en, off_fen, from_fen, funding, budget_fen, most_uses,
                    most_per_person, from_day, to_day, issued_by, issued_at)
                VALUES ('%s', '演示', 'demo', 1000, 5000, 'PLATFORM', %d, %d, %d, '2020-01-01', '2099-01-01', gen_random_uuid(), now())
                """.formatted(programme, budget, uses, perPerson));
    }

    private static void run(String sql) throws SQLException {
        DatabaseAddress all = PostgresForTests.administrator();
        try (Connection connection = DriverManager.getConnection(all.jdbcUrl(), all.user(), all.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
            connection.commit();
        }
    }

    private long sum(String sql) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.formatted(programme))) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
