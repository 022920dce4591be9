package org.bangxiao.platform.database;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's own commands on one cluster folder: make it, start it, stop it. Each call waits for its end. */
final class Cluster {
    /** Owns the database. */
    static final String ROLE = "bangxiao";

    /** Serves requests. */
    static final String SERVICE = "bangxiao_service";

    static final String ADMINISTRATOR = "postgres";

    private final Path home;
    private final Path data;
    private final RunAs runAs;

    Cluster(Path home, Path data, RunAs runAs) {
        this.home = home;
        this.data = data;
        this.runAs = runAs;
    }

    Path folder() {
        return data.resolve("cluster");
    }

    Path log() {
        return data.resolve("log");
    }

    private Path passwordFile() {
        return data.resolve("database-password");
    }

    boolean exists() {
        return Files.exists(folder().resolve("PG_VERSION"));
    }

    boolean knowsPassword() {
        return Files.exists(passwordFile());
    }

    String password() throws IOException {
        return Files.readString(passwordFile()).trim();
    }

    void prepare() throws IOException {
        Files.createDirectories(log());
        if (runAs == RunAs.NOBODY) {
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
        }
        runAs.prepare(home, folder(), log(), passwordFile());
    }

    /** Makes a cluster with one role that owns one database, under a name that counts only when all is done. */
    void create() throws IOException {
        Path fresh = data.resolve("cluster.half");
        Folders.delete(fresh);
        Files.createDirectory(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (!knowsPassword()) {
            newPassword();
        }
        runAs.prepare(fresh, passwordFile());
        run(
                "",
                home.resolve("bin/initdb").toString(),
                "--pgdata=" + fresh,
                "--username=" + ADMINISTRATOR,
                "--pwfile=" + passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions");
        Files.writeString(
                fresh.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n", StandardCharsets.UTF_8);
        Files.writeString(fresh.resolve("postgresql.conf"), Settings.FRAME);
        runAs.prepare(fresh);
        // One command per line: that is how the stand-alone server reads.
        single(
                fresh,
                "create role %s login password '%s'".formatted(ROLE, password()),
                "create database %s owner %s".formatted(ROLE, ROLE),
                "grant pg_monitor, pg_checkpoint to " + ROLE);
        Files.move(fresh, folder());
    }

    /** Sets new passwords in a cluster that stands still; the old ones were lost with their file. */
    void renewPassword() throws IOException {
        newPassword();
        runAs.prepare(passwordFile());
        single(
                folder(),
                "alter role %s password '%s'".formatted(ROLE, password()),
                "alter role %s password '%s'".formatted(ADMINISTRATOR, password()));
    }

    void start(String settings) throws IOException {
        Path file = folder().resolve("bangxiao.conf");
        Files.writeString(file, settings);
        runAs.prepare(file);
        Path startLog = log().resolve("start.log");
        Files.writeString(startLog, "");
        runAs.prepare(startLog);
        // Recovery after a hard stop replays at most the last checkpoint's distance; ten minutes cover a slow disk.
        run(
                startLog,
                home.resolve("bin/pg_ctl").toString(),
                "start",
                "--wait",
                "--timeout=600",
                "--silent",
                "--pgdata=" + folder().toRealPath(),
                "--log=" + startLog);
    }

    ProcessBuilder stopCommand() {
        return process(List.of(
                home.resolve("bin/pg_ctl").toString(),
                "stop",
                "--wait",
                "--timeout=120",
                "--silent",
                "--mode=fast",
                "--pgdata=" + folder()));
    }

    /** Rolls back what is open and stops; a server that already ended is fine. */
    void stop() throws IOException {
        if (Postmaster.alive(folder()).isPresent()) {
            run(null, "", stopCommand());
        }
    }

    private void newPassword() throws IOException {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                passwordFile(), Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
    }

    private void single(Path folder, String... commands) throws IOException {
        run(
                String.join("\n", commands) + "\n",
                home.resolve("bin/postgres").toString(),
                "--single",
                "-D",
                folder.toString(),
                "-c",
                "exit_on_error=on",
                // Statements that set a password must not reach a log.
                "-c",
                "log_min_error_statement=panic",
                "postgres");
    }

    private void run(String input, String... command) throws IOException {
        run(null, input, process(List.of(command)));
    }

    private void run(Path startLog, String... command) throws IOException {
        run(startLog, "", process(List.of(command)));
    }

    private ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(runAs.command(command)).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_") || name.equals("LANG"));
        environment.put("LC_ALL", "C");
        builder.directory(home.toFile());
        return builder;
    }

    private void run(@Nullable Path startLog, String input, ProcessBuilder builder) {
        try {
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                String more = startLog == null ? "" : Files.readString(startLog);
                throw new DatabaseRefused("PostgreSQL says: " + said.strip() + "\n" + more.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseRefused("Interrupted while PostgreSQL was at work.", e);
        }
    }
}
