package org.bangxiao.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bangxiao.platform.database.DatabaseAddress;
import org.jspecify.annotations.Nullable;

/** The packaged marketplace as a process of its own, without the demo world. */
final class Service implements AutoCloseable {
    private static final Path RUNNABLE = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final String SMALL = "-Xmx512m";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Process process;
    private final int port;
    private final Path data;
    private final long readyNanos;

    private Service(Process process, int port, Path data, long readyNanos) {
        this.process = process;
        this.port = port;
        this.data = data;
        this.readyNanos = readyNanos;
    }

    static Service on(Database database, Path data) throws IOException, InterruptedException {
        return start(data, settings(database), List.of());
    }

    /** With settings of its own. */
    static Service on(Database database, Path data, Map<String, String> more) throws IOException, InterruptedException {
        Map<String, String> settings = new HashMap<>(more);
        settings.putAll(settings(database));
        return start(data, settings, List.of());
    }

    /** With the heap that the books have to make do with. */
    static Service small(Database database, Path data) throws IOException, InterruptedException {
        return start(data, settings(database), List.of(SMALL));
    }

    /** The operator's check of the books in a process of its own; answers how long it took and fails where they do not hold. */
    static long check(Database database, Path data) throws IOException, InterruptedException {
        Path log = Path.of(data + "-check.log");
        long from = System.nanoTime();
        Process process = process(data, settings(database), List.of(SMALL), log, "BANGXIAO_MODE", "check")
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-bench-check"));
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroy();
            throw new IllegalStateException("the books do not hold: " + Files.readString(log));
        }
        return System.nanoTime() - from;
    }

    private static Map<String, String> settings(Database database) {
        return Map.of(
                "BANGXIAO_DATABASE_URL", database.address().jdbcUrl(),
                "BANGXIAO_DATABASE_USER", user(database.address()),
                "BANGXIAO_DATABASE_PASSWORD", password(database.address()),
                "BANGXIAO_DATABASE_SERVICE_USER", user(database.service()),
                "BANGXIAO_DATABASE_SERVICE_PASSWORD", password(database.service()));
    }

    private static String user(DatabaseAddress address) {
        return Objects.requireNonNullElse(address.user(), "");
    }

    private static String password(DatabaseAddress address) {
        return Objects.requireNonNullElse(address.password(), "");
    }

    /** With its own embedded database in the folder. */
    static Service alone(Path data) throws IOException, InterruptedException {
        return start(data, Map.of(), List.of());
    }

    private static Service start(Path data, Map<String, String> settings, List<String> options)
            throws IOException, InterruptedException {
        int port = freePort();
        Path log = Path.of(data + "-" + port + ".log");
        ProcessBuilder builder = process(data, settings, options, log, "QUARKUS_HTTP_PORT", String.valueOf(port));
        long from = System.nanoTime();
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-bench-service"));
        awaitReady(process, port, log);
        return new Service(process, port, data, System.nanoTime() - from);
    }

    private static ProcessBuilder process(
            Path data, Map<String, String> settings, List<String> options, Path log, String name, String value) {
        if (!Files.exists(RUNNABLE)) {
            throw new IllegalStateException(RUNNABLE + " is not there: run ./mvnw -Pbench verify");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", RUNNABLE.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(known -> known.startsWith("BANGXIAO_") || known.startsWith("QUARKUS_"));
        environment.putAll(settings);
        environment.put("BANGXIAO_DATA", data.toString());
        environment.put("BANGXIAO_DEMO", "false");
        environment.put("BANGXIAO_PAYMENT_SANDBOX", "true");
        environment.put("BANGXIAO_BENCH", "true");
        environment.put(name, value);
        return builder;
    }

    private static void awaitReady(Process process, int port, Path log) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until && process.isAlive()) {
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet.
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        process.destroy();
        throw new IOException("the service did not get ready: " + Files.readString(log));
    }

    int port() {
        return port;
    }

    Path data() {
        return data;
    }

    long readyNanos() {
        return readyNanos;
    }

    /** Resident memory of the Java process in KiB. */
    long residentKib() throws IOException {
        return kib(process.pid(), "status", "VmRSS:");
    }

    /** Proportional memory of the embedded database's processes in KiB; null where the system does not tell. */
    @Nullable
    Long databaseKib() throws IOException {
        Path file = data.resolve("cluster/postmaster.pid");
        if (!Files.isReadable(file)) {
            return null;
        }
        ProcessHandle postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(file).get(0).trim()))
                .orElseThrow();
        long sum = kib(postmaster.pid(), "smaps_rollup", "Pss:");
        for (ProcessHandle child : postmaster.children().toList()) {
            sum += kib(child.pid(), "smaps_rollup", "Pss:");
        }
        return sum;
    }

    private static long kib(long pid, String file, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/" + file))) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }

    /** SIGKILL: it has no time for anything. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
