package org.bangxiao.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Coupons that a test issued: buyers of other tests would be given the best of them at checkout. */
public final class RunningCoupons {
    private RunningCoupons() {}

    public static void stop() {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE promotion_programme SET stopped_at = now(), stopped_by = issued_by"
                    + " WHERE stopped_at IS NULL");
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
