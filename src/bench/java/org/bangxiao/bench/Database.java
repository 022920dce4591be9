package org.bangxiao.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.platform.database.EmbeddedDatabase;
import org.bangxiao.platform.database.EmbeddedDatabase.Durability;

/** The measured service's own PostgreSQL, as durable as in production, empty at the start. */
final class Database implements AutoCloseable {
    private final Path folder;
    private EmbeddedDatabase server;

    private Database(Path folder) {
        this.folder = folder;
        this.server = EmbeddedDatabase.start(folder, Durability.KEPT, Bench::say);
    }

    static Database fresh(Path folder) throws SQLException {
        Database database = new Database(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(database::close, "stop-bench-database"));
        database.administer("DROP DATABASE IF EXISTS bangxiao WITH (FORCE)", "CREATE DATABASE bangxiao OWNER bangxiao");
        return database;
    }

    DatabaseAddress address() {
        return server.owner();
    }

    DatabaseAddress service() {
        return server.service();
    }

    Connection connect() throws SQLException {
        return connect(server.owner());
    }

    /** As the service connects. */
    Connection connectAsService() throws SQLException {
        return connect(server.service());
    }

    private static Connection connect(DatabaseAddress to) throws SQLException {
        return DriverManager.getConnection(to.jdbcUrl(), to.user(), to.password());
    }

    /** SIGKILL to the server and to every process that it has started. */
    void kill() throws IOException {
        String pid =
                Files.readAllLines(folder.resolve("cluster/postmaster.pid")).get(0);
        ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
        all.addAll(postmaster.descendants().toList());
        all.forEach(ProcessHandle::destroyForcibly);
        // A dead process that nobody waits for keeps its number, but no command.
        while (all.stream()
                .anyMatch(
                        process -> process.isAlive() && process.info().command().isPresent())) {
            Thread.onSpinWait();
        }
    }

    /** Starts what was killed; it recovers from its own log. */
    void again() {
        server.close();
        server = EmbeddedDatabase.start(folder, Durability.KEPT, line -> {});
    }

    /** The database as it stands is kept as a pattern; whoever is connected is thrown out. */
    void keep(String pattern) throws SQLException {
        administer(
                "ALTER DATABASE bangxiao ALLOW_CONNECTIONS false",
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'bangxiao'",
                "DROP DATABASE IF EXISTS " + pattern,
                "CREATE DATABASE " + pattern + " TEMPLATE bangxiao OWNER bangxiao",
                "ALTER DATABASE bangxiao ALLOW_CONNECTIONS true");
    }

    /** The database is made anew from a pattern. */
    void restore(String pattern) throws SQLException {
        administer(
                "DROP DATABASE IF EXISTS bangxiao WITH (FORCE)",
                "CREATE DATABASE bangxiao TEMPLATE " + pattern + " OWNER bangxiao",
                // A copied sequence counts on numbers that only the pattern's log holds: after a kill it would hand
                // them out twice.
                "CHECKPOINT");
    }

    private void administer(String... statements) throws SQLException {
        try (Connection connection = connect(server.administrator());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Statements in one transaction with triggers and foreign keys off: how made-up data get in by the million. */
    void load(String... statements) throws SQLException {
        DatabaseAddress all = server.administrator();
        String location = server.owner().location();
        try (Connection connection = connect(new DatabaseAddress(location, all.user(), all.password()));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            statement.execute("SET LOCAL work_mem = '128MB'");
            statement.execute("SET LOCAL maintenance_work_mem = '256MB'");
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    /** Statements each in its own transaction, as the administrator: VACUUM, CHECKPOINT. */
    void tidy(String... statements) throws SQLException {
        DatabaseAddress all = server.administrator();
        String location = server.owner().location();
        try (Connection connection = connect(new DatabaseAddress(location, all.user(), all.password()));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    int run(String sql, Object... values) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    long number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    List<UUID> ids(String sql) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }

    List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    @Override
    public void close() {
        server.close();
    }
}
