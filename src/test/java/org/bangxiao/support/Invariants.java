package org.bangxiao.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must always hold, checked after every test that writes: {@code @AfterEach void books() { Invariants.hold(); }}. */
public final class Invariants {
    private Invariants() {}

    /** Fails with the names and the first rows of those that do not hold. */
    public static void hold() {
        try (Connection connection = PostgresForTests.connect()) {
            assertThat(broken(connection)).as("invariants").isEmpty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The broken ones by name with their first rows, as this connection sees them. */
    public static Map<String, List<String>> broken(Connection connection) throws SQLException {
        return broken(connection, "");
    }

    /** Of those whose name begins so. */
    public static Map<String, List<String>> broken(Connection connection, String prefix) throws SQLException {
        Map<String, List<String>> broken = new LinkedHashMap<>();
        for (Map.Entry<String, String> query :
                org.bangxiao.platform.Invariants.queries().entrySet()) {
            if (!query.getKey().startsWith(prefix)) {
                continue;
            }
            List<String> examples = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query.getValue())) {
                while (rows.next()) {
                    examples.add(rows.getString(1));
                }
            }
            if (!examples.isEmpty()) {
                broken.put(query.getKey(), examples);
            }
        }
        return broken;
    }
}
