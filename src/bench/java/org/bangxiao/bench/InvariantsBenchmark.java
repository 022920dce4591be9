package org.bangxiao.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bangxiao.platform.Invariants;

/**
 * All invariants one after the other on one connection of the service's own role, as by night. Against one count of every
 * table that has rows.
 */
final class InvariantsBenchmark {
    private static final int SLOWEST = 8;

    private record Taken(String name, long nanos) {}

    private final Database database;

    InvariantsBenchmark(Database database) {
        this.database = database;
    }

    Figure measure(String scale) throws SQLException {
        long bound = bound();
        List<Taken> each = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        try (Connection connection = database.connectAsService();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(Invariants.MEMORY);
            for (Map.Entry<String, String> query : Invariants.queries().entrySet()) {
                long from = System.nanoTime();
                try (ResultSet rows = statement.executeQuery(query.getValue())) {
                    while (rows.next()) {
                        broken.add(query.getKey() + " " + rows.getString(1));
                    }
                }
                each.add(new Taken(query.getKey(), System.nanoTime() - from));
            }
        }
        if (!broken.isEmpty()) {
            throw new IllegalStateException("invariants are broken: " + broken);
        }
        Bench.say("invariants, slowest first: "
                + each.stream()
                        .sorted(Comparator.comparingLong(Taken::nanos).reversed())
                        .limit(SLOWEST)
                        .map(taken -> taken.name().split(" ", 2)[0] + " " + Figure.secondsOf(taken.nanos()) + " s")
                        .collect(Collectors.joining(", ")));
        return Figure.seconds(
                "invariants",
                each.stream().mapToLong(Taken::nanos).sum(),
                bound,
                scale + ", " + each.size() + " queries, none of them broken");
    }

    private long bound() throws SQLException {
        long nanos = 0;
        for (String table : database.texts("""
                SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltuples > 0
                   AND relname NOT LIKE 'bench%' ORDER BY relname""")) {
            long from = System.nanoTime();
            database.number("SELECT count(*) FROM " + table);
            nanos += System.nanoTime() - from;
        }
        return nanos;
    }
}
