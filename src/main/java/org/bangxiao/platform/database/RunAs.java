package org.bangxiao.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who PostgreSQL's programs run as. They refuse root, so root wraps them: in a user namespace of their own, where the
 * files stay root's, or as {@code nobody}, who is then given the files.
 */
enum RunAs {
    SELF(""),
    NAMESPACE("unshare -U --"),
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups --");

    private static final int NOBODY_ID = 65534;

    private final String wrapper;

    RunAs(String wrapper) {
        this.wrapper = wrapper;
    }

    static RunAs forThisProcess() throws IOException {
        if (!root()) {
            return SELF;
        }
        for (RunAs way : List.of(NAMESPACE, NOBODY)) {
            if (way.works()) {
                return way;
            }
        }
        throw new DatabaseRefused("PostgreSQL does not run as root and neither unshare nor setpriv work here:"
                + " start the service as an ordinary user.");
    }

    List<String> command(List<String> program) {
        List<String> command = new ArrayList<>();
        if (!wrapper.isEmpty()) {
            command.addAll(Arrays.asList(wrapper.split(" ", -1)));
        }
        command.addAll(program);
        return command;
    }

    /** Lets the wrapped programs read and write these folders; nothing to do for an ordinary user. */
    void prepare(Path... paths) throws IOException {
        if (this == SELF) {
            return;
        }
        for (Path path : paths) {
            Folders.give(path, this == NOBODY ? NOBODY_ID : 0);
        }
    }

    private static boolean root() throws IOException {
        // "Uid: real effective saved file": the second decides.
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
    }

    private boolean works() {
        try {
            Process process = new ProcessBuilder(command(List.of("true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
