package org.bangxiao.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * After every test that runs in the service: each connection that its work took was given back. One that is lost would be
 * missed only much later, by a test that did nothing wrong.
 */
public final class WholePool implements QuarkusTestAfterEachCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        // One look decides: between two of them the service's own clock may have begun its work.
        double left = taken();
        while (left > 0 && System.nanoTime() < until) {
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            left = taken();
        }
        assertThat(left)
                .as(() -> "connections still taken after "
                        + context.getTestMethod().getName() + "; the last statements: " + lastStatements())
                .isZero();
    }

    private static List<String> lastStatements() {
        List<String> statements = new ArrayList<>();
        try (Connection connection = PostgresForTests.connect();
                Statement question = connection.createStatement();
                ResultSet rows = question.executeQuery("SELECT state || ' since ' || state_change || ': ' || query"
                        + " FROM pg_stat_activity WHERE datname = current_database() ORDER BY state_change")) {
            while (rows.next()) {
                statements.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return statements;
    }

    /** How many connections are in use now. */
    public static double taken() {
        return Arc.container().instance(MeterRegistry.class).get().getMeters().stream()
                .filter(meter -> meter.getId().getName().equals("sql.pool.active"))
                .mapToDouble(meter -> ((Gauge) meter).value())
                .sum();
    }
}
