package org.bangxiao.bench;

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
    private final EmbeddedDatabase server;

    private Database(EmbeddedDatabase server) {
        this.server = server;
    }

    static Database fresh(Path folder) throws SQLException {
        Database database = new Database(EmbeddedDatabase.start(folder, Durability.KEPT, Bench::say));
        Runtime.getRuntime().addShutdownHook(new Thread(database::close, "stop-bench-database"));
        DatabaseAddress all = database.server.administrator();
        try (Connection connection = connect(all);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS bangxiao WITH (FORCE)");
            statement.execute("CREATE DATABASE bangxiao OWNER bangxiao");
        }
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
