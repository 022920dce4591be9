package org.bangxiao.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.platform.database.EmbeddedDatabase;
import org.bangxiao.platform.database.EmbeddedDatabase.Durability;

/**
 * One PostgreSQL for each test JVM, in {@code target/test-database-1} and on, with an empty database at the first use.
 * Tests outside the container reach it by {@link #address()}. The service knows payment providers by {@link PaymentKeys}.
 */
public final class PostgresForTests implements QuarkusTestResourceLifecycleManager {
    // The container loads test classes in loaders of its own: only the JVM's properties are shared by all of them.
    private static final String LOCATION = "bangxiao.test.database.location";
    private static final String PASSWORD = "bangxiao.test.database.password";
    private static final String SERVICE = "bangxiao.test.database.service";
    private static final String ADMINISTRATOR = "bangxiao.test.database.administrator";

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(address().settings(service()));
        settings.putAll(PaymentKeys.settings());
        settings.putAll(Mailboxes.settings());
        return settings;
    }

    /** The server goes with the JVM, so that every test class and profile shares it. */
    @Override
    public void stop() {}

    /** The test database, owned by the role of this address. */
    public static DatabaseAddress address() {
        synchronized (System.getProperties()) {
            if (System.getProperty(LOCATION) == null) {
                startServer();
            }
            return new DatabaseAddress(System.getProperty(LOCATION), "bangxiao", System.getProperty(PASSWORD));
        }
    }

    /** The same database for the role that serves, which owns nothing. */
    public static DatabaseAddress service() {
        DatabaseAddress own = address();
        return own.as(System.getProperty(SERVICE), own.password());
    }

    /** The same database with every right, for tests that tamper. */
    public static DatabaseAddress administrator() {
        DatabaseAddress own = address();
        return new DatabaseAddress(own.location(), System.getProperty(ADMINISTRATOR), own.password());
    }

    /** A plain connection to the test database; the caller closes it. */
    public static Connection connect() throws SQLException {
        DatabaseAddress own = address();
        return DriverManager.getConnection(own.jdbcUrl(), own.user(), own.password());
    }

    private static void startServer() {
        Path directory = Path.of("target/test-database-" + System.getProperty("bangxiao.test.fork", "1"));
        EmbeddedDatabase server = EmbeddedDatabase.start(directory, Durability.THROWN_AWAY, line -> {});
        ProcessBuilder stop = server.stopCommand().redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stop), "stop-test-database"));
        DatabaseAddress all = server.administrator();
        try (Connection connection = DriverManager.getConnection(all.jdbcUrl(), all.user(), all.password());
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists bangxiao with (force)");
            statement.execute("create database bangxiao owner bangxiao");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        System.setProperty(PASSWORD, String.valueOf(server.owner().password()));
        System.setProperty(SERVICE, String.valueOf(server.service().user()));
        System.setProperty(ADMINISTRATOR, String.valueOf(all.user()));
        System.setProperty(LOCATION, server.owner().location());
    }

    private static void stop(ProcessBuilder command) {
        try {
            command.start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
