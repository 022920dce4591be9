package org.bangxiao.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The first and the second start on a folder of its own with the embedded database, without the demo world: seconds until
 * the service says that it is ready, and resident memory then.
 */
final class StartBenchmark {
    private static final long KIB_A_MIB = 1024;

    private final Path folder;

    StartBenchmark(Path data) {
        folder = data.resolve("start");
    }

    List<Figure> measure() throws IOException, InterruptedException {
        delete();
        List<Figure> figures = new ArrayList<>();
        start("first", figures);
        start("second", figures);
        delete();
        return figures;
    }

    private void start(String which, List<Figure> figures) throws IOException, InterruptedException {
        try (Service service = Service.alone(folder)) {
            String scale = which + " start, embedded database, no demo world";
            figures.add(Figure.seconds("start-" + which, service.readyNanos(), null, scale));
            figures.add(memory("start-" + which + "-memory", service.residentKib(), scale));
            Long database = service.databaseKib();
            if (database != null) {
                figures.add(memory("start-" + which + "-database", database, scale));
            }
        }
    }

    private static Figure memory(String name, long kib, String scale) {
        return new Figure(name, BigDecimal.valueOf(kib / KIB_A_MIB), null, "MiB", scale);
    }

    private void delete() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
