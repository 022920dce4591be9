package org.bangxiao.platform.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The service's own PostgreSQL 18: unpacked, made and started in the data folder, kept across restarts, listening on
 * 127.0.0.1 only. One service per data folder. A server that a killed service left behind is taken over. Every failure
 * is a {@link DatabaseRefused} with a sentence for the operator.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    /** Whether a commit waits for the disk. */
    public enum Durability {
        KEPT,
        /** For tests: a power cut may lose everything. */
        THROWN_AWAY
    }

    private static final Pattern PORT = Pattern.compile("(?m)^port = (\\d+)$");
    private static final int STARTS = 5;

    private final Cluster cluster;
    private final FileChannel lockFile;
    private final DatabaseAddress owner;
    private final DatabaseAddress service;
    private final DatabaseAddress administrator;
    private boolean closed;

    private EmbeddedDatabase(Cluster cluster, FileChannel lockFile, int port) throws IOException {
        this.cluster = cluster;
        this.lockFile = lockFile;
        String location = "127.0.0.1:" + port + "/";
        this.owner = new DatabaseAddress(location + Cluster.ROLE, Cluster.ROLE, cluster.password());
        this.service = owner.as(Cluster.SERVICE, cluster.password());
        this.administrator = new DatabaseAddress(location + "postgres", Cluster.ADMINISTRATOR, cluster.password());
    }

    /**
     * Starts the database of a data folder, or takes over the one that still runs there.
     *
     * @param progress told each step in one short line
     */
    public static EmbeddedDatabase start(Path data, Durability durability, Consumer<String> progress) {
        return start(data, durability, progress, null);
    }

    static EmbeddedDatabase start(
            Path given, Durability durability, Consumer<String> progress, @Nullable RunAs forced) {
        Path data = given.toAbsolutePath().normalize();
        FileChannel lockFile = null;
        try {
            makePrivate(data);
            lockFile = lock(data);
            EmbeddedDatabase started = startLocked(data.toRealPath(), durability, progress, forced, lockFile);
            lockFile = null;
            return started;
        } catch (AccessDeniedException e) {
            throw new DatabaseRefused("The data folder " + data + " belongs to another user: set BANGXIAO_DATA.", e);
        } catch (IOException e) {
            throw new DatabaseRefused("The data folder " + data + " cannot be used: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new DatabaseRefused("The data folder " + data + " cannot be used: " + e.getMessage(), e);
        } finally {
            closeQuietly(lockFile);
        }
    }

    private static EmbeddedDatabase startLocked(
            Path data, Durability durability, Consumer<String> progress, @Nullable RunAs forced, FileChannel lockFile)
            throws IOException {
        Path home = Binaries.unpacked(data, progress);
        Cluster cluster = new Cluster(home, data, forced == null ? RunAs.forThisProcess() : forced);
        requireOurMajor(cluster);
        Optional<EmbeddedDatabase> taken = takeOver(cluster, lockFile, progress);
        if (taken.isPresent()) {
            return taken.get();
        }
        cluster.prepare();
        if (!cluster.exists()) {
            progress.accept("Making the database in " + cluster.folder() + " …");
            cluster.create();
        }
        Postmaster.forgetStranger(cluster.folder());
        if (!cluster.knowsPassword()) {
            cluster.renewPassword();
        }
        progress.accept("Starting the database in " + cluster.folder() + " …");
        int port = startOnFreePort(cluster, durability);
        EmbeddedDatabase started = new EmbeddedDatabase(cluster, lockFile, port);
        started.letServiceIn();
        progress.accept("Database ready on 127.0.0.1:" + port + ".");
        return started;
    }

    /** The address of the role that owns the database and nothing else, for migrations. */
    public DatabaseAddress owner() {
        return owner;
    }

    /** The address for the service: a role that owns nothing and may what migrations grant it. */
    public DatabaseAddress service() {
        return service;
    }

    /** The address for whoever tends the server, with every right. */
    public DatabaseAddress administrator() {
        return administrator;
    }

    /** The command that stops the server, for a hook that may load no more classes. */
    public ProcessBuilder stopCommand() {
        return cluster.stopCommand();
    }

    /** Stops the server when its open transactions are rolled back; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            cluster.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closeQuietly(lockFile);
        }
    }

    private static void makePrivate(Path data) throws IOException {
        if (Files.isDirectory(data)) {
            return;
        }
        Path above = data.getParent();
        if (above != null) {
            Files.createDirectories(above);
        }
        Files.createDirectory(data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static FileChannel lock(Path data) throws IOException {
        FileChannel channel =
                FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new DatabaseRefused("Another Bangxiao already works in the data folder " + data
                    + ": stop it, or set BANGXIAO_DATA to another folder.");
        }
        return channel;
    }

    private static void requireOurMajor(Cluster cluster) throws IOException {
        if (!cluster.exists()) {
            return;
        }
        String major = Files.readString(cluster.folder().resolve("PG_VERSION")).trim();
        if (!Binaries.VERSION.startsWith(major + ".")) {
            throw new DatabaseRefused("The data in " + cluster.folder() + " were written by PostgreSQL " + major
                    + ", this is " + Binaries.VERSION + ": move them with pg_dump of that version first.");
        }
    }

    private static Optional<EmbeddedDatabase> takeOver(Cluster cluster, FileChannel lockFile, Consumer<String> progress)
            throws IOException {
        Optional<Postmaster> orphan = Postmaster.alive(cluster.folder());
        if (orphan.isEmpty()) {
            return Optional.empty();
        }
        if (cluster.knowsPassword()) {
            EmbeddedDatabase found =
                    new EmbeddedDatabase(cluster, lockFile, orphan.get().port());
            if (found.answers()) {
                found.letServiceIn();
                progress.accept(
                        "Database still ran on 127.0.0.1:" + orphan.get().port() + " after a hard stop: taken over.");
                return Optional.of(found);
            }
        }
        progress.accept("Stopping a database that a hard stop left behind …");
        cluster.stop();
        return Optional.empty();
    }

    /** Clusters of earlier versions lack the role, and its password is the cluster's, which may have been renewed. */
    private void letServiceIn() throws IOException {
        String role = Cluster.SERVICE;
        try (Connection connection = connect(administrator);
                Statement statement = connection.createStatement()) {
            statement.execute("SET log_min_error_statement = panic");
            boolean there;
            try (ResultSet found = statement.executeQuery("SELECT 1 FROM pg_roles WHERE rolname = '" + role + "'")) {
                there = found.next();
            }
            statement.execute(
                    "%s role %s login password '%s'".formatted(there ? "alter" : "create", role, cluster.password()));
        } catch (SQLException e) {
            throw new DatabaseRefused("The database does not let its service in: " + e.getMessage(), e);
        }
    }

    private boolean answers() {
        try (Connection connection = connect(owner)) {
            return connection.isValid(10);
        } catch (SQLException e) {
            return false;
        }
    }

    private static Connection connect(DatabaseAddress address) throws SQLException {
        try {
            // By name: the manager finds only what the loader of its first caller saw.
            Class.forName("org.postgresql.Driver");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        return DriverManager.getConnection(address.jdbcUrl() + "?loginTimeout=10", address.user(), address.password());
    }

    private static int startOnFreePort(Cluster cluster, Durability durability) throws IOException {
        Path settings = cluster.folder().resolve("bangxiao.conf");
        int earlier = 0;
        if (Files.exists(settings)) {
            Matcher matcher = PORT.matcher(Files.readString(settings));
            earlier = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
        }
        for (int attempt = 1; ; attempt++) {
            int port = freePort(earlier);
            try {
                cluster.start(Settings.text(port, durability, cluster.log()));
                return port;
            } catch (DatabaseRefused e) {
                // Another program may take the port first, and the children of a killed server need a moment to end.
                if (attempt == STARTS) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(attempt));
            }
        }
    }

    private static int freePort(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            if (wanted == 0) {
                throw e;
            }
            return freePort(0);
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
