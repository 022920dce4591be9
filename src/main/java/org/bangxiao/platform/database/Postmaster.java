package org.bangxiao.platform.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@code postmaster.pid} says: the process and the port of the server that claims a cluster. */
record Postmaster(long pid, int port) {
    private static final String FILE = "postmaster.pid";

    /** The server that is alive on this cluster, left behind by a service that was killed. */
    static Optional<Postmaster> alive(Path cluster) throws IOException {
        Path file = cluster.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 4) {
            return Optional.empty();
        }
        Postmaster named = new Postmaster(number(lines.get(0)), (int) number(lines.get(3)));
        return named.serves(cluster) ? Optional.of(named) : Optional.empty();
    }

    /**
     * Removes a pid file whose number now belongs to another program; PostgreSQL itself clears a dead number, but takes
     * any living process of the same user for a server.
     */
    static void forgetStranger(Path cluster) throws IOException {
        Path file = cluster.resolve(FILE);
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = Files.readAllLines(file);
        long pid = lines.isEmpty() ? 0 : number(lines.get(0));
        boolean living = pid > 0 && Files.exists(Path.of("/proc", String.valueOf(pid)));
        if (living && !new Postmaster(pid, 0).serves(cluster)) {
            Files.delete(file);
        }
    }

    private boolean serves(Path cluster) {
        Path process = Path.of("/proc", String.valueOf(pid));
        try {
            String command = new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
            if (!command.contains("postgres")) {
                return false;
            }
            String folder = cluster.toRealPath().toString();
            if (command.contains("\0" + folder + "\0")) {
                return true;
            }
            // A folder that was moved under a running server keeps its old name in the command.
            return process.resolve("cwd").toRealPath().toString().equals(folder);
        } catch (IOException e) {
            return false;
        }
    }

    private static long number(String line) {
        try {
            return Long.parseLong(line.trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
