package org.bangxiao.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Runs the benchmarks that were asked for, prints a table and writes {@code target/bench.json}. */
public final class Bench {
    private static final List<String> NAMES = List.of(
            "start",
            "product-list",
            "product-page",
            "search",
            "purchase",
            "purchase-aged",
            "purchase-two",
            "partner-intake",
            "settlement",
            "seal",
            "proof",
            "invariants");
    /** Each on a database of its own, by a service with a small heap: the books are true from the first line to the last. */
    private static final List<String> OF_THE_BOOKS = List.of("settlement", "seal", "proof", "invariants");
    /** Not measured but held against an undisturbed run; asked for by name only. */
    private static final List<String> EXERCISES = List.of("crash-settlement", "crash-payout");

    private static final String ROW = "%-24s %12s %12s %8s  %-12s %s%n";
    private static final long STARTED = System.nanoTime();

    private final Scale scale;
    private final List<Long> lines;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> left = new ArrayList<>();

    private Bench(Scale scale, List<Long> lines) {
        this.scale = scale;
        this.lines = lines;
    }

    /** @param args names by comma or {@code all}, the name of a scale, and by comma how many lines the books have at each step */
    public static void main(String... args) throws Exception {
        List<String> names = args.length == 0 || args[0].equals("all") ? NAMES : Arrays.asList(args[0].split(",", -1));
        if (!names.stream().allMatch(name -> NAMES.contains(name) || EXERCISES.contains(name))) {
            throw new IllegalArgumentException(
                    "-Dbench is all or of " + NAMES + " and " + EXERCISES + ", not " + names);
        }
        List<Long> lines = Arrays.stream((args.length < 3 ? "100000,1000000,5000000" : args[2]).split(",", -1))
                .map(Long::valueOf)
                .sorted()
                .toList();
        Bench bench = new Bench(Scale.of(args.length < 2 ? "demo" : args[1]), lines);
        bench.run(names);
        bench.report();
        // Drivers keep threads of their own.
        System.exit(bench.left.isEmpty() ? 0 : 1);
    }

    private void run(List<String> names) throws Exception {
        Path data = Path.of("target/bench-data").toAbsolutePath();
        Files.createDirectories(data);
        if (names.contains("start")) {
            attempt("start", () -> figures.addAll(new StartBenchmark(data).measure()));
        }
        for (String exercise : EXERCISES) {
            if (names.contains(exercise)) {
                attempt(exercise, () -> figures.addAll(new CrashExercise(data, scale).exercise(exercise)));
            }
        }
        if (names.stream()
                .anyMatch(name -> !name.equals("start") && !OF_THE_BOOKS.contains(name) && !EXERCISES.contains(name))) {
            shop(names, data);
        }
        if (names.contains("settlement")) {
            attempt("settlement", () -> {
                try (Database database = Database.fresh(data.resolve("database"));
                        Service service = Service.small(database, data.resolve("service"));
                        Load load = new Load(service.port())) {
                    Staff staff = new Staff(database, load);
                    figures.addAll(new SettlementBenchmark(database, staff, load, scale).measure());
                }
            });
        }
        if (names.stream().anyMatch(BooksBenchmark.NAMES::contains)) {
            attempt("books", () -> {
                try (Database database = Database.fresh(data.resolve("database"));
                        Service service = Service.small(database, data.resolve("service"));
                        Load load = new Load(service.port())) {
                    Staff staff = new Staff(database, load);
                    Goods goods = Goods.stock(database, staff, load, scale);
                    new BooksBenchmark(database, service, load, staff, goods, scale).measure(names, lines, figures);
                }
            });
        }
    }

    private void shop(List<String> names, Path data) throws Exception {
        try (Database database = Database.fresh(data.resolve("database"));
                Service service = Service.on(database, data.resolve("service"));
                Load load = new Load(service.port())) {
            say("service ready on port " + service.port());
            Staff staff = new Staff(database, load);
            Goods goods = Goods.stock(database, staff, load, scale);
            Pages pages = new Pages(load, goods, scale);
            PurchaseBenchmark purchases = new PurchaseBenchmark(database, service, goods, scale);
            for (String name : NAMES) {
                if (names.contains(name)) {
                    one(name, database, service, load, staff, goods, pages, purchases);
                }
            }
        }
    }

    private void one(
            String name,
            Database database,
            Service service,
            Load load,
            Staff staff,
            Goods goods,
            Pages pages,
            PurchaseBenchmark purchases) {
        switch (name) {
            case "product-list" -> attempt(name, () -> figures.add(pages.list()));
            case "product-page" -> attempt(name, () -> figures.add(pages.product()));
            case "search" -> attempt(name, () -> figures.add(pages.search()));
            case "purchase" -> attempt(name, () -> figures.addAll(purchases.measure(name, load)));
            case "purchase-aged" ->
                attempt(name, () -> {
                    new Copies(database).orders(scale.oldOrders());
                    database.tidy("VACUUM ANALYZE", "CHECKPOINT");
                    say(database.number("SELECT count(*) FROM order_purchase") + " purchases in the database");
                    figures.addAll(purchases.measure(name, load));
                });
            case "purchase-two" ->
                attempt(name, () -> {
                    try (Service second = Service.on(database, service.data());
                            Load both = new Load(service.port(), second.port())) {
                        figures.addAll(purchases.measure(name, both));
                    }
                });
            case "partner-intake" ->
                attempt(
                        name,
                        () -> figures.add(new PartnerBenchmark(database, service, staff, goods, scale).measure()));
            default -> {
                // start and the books have their own turn
            }
        }
    }

    /** Work that may fail in any way; the others are measured all the same. */
    private interface Work {
        void run() throws Exception;
    }

    private void attempt(String name, Work work) {
        say(name + " …");
        int before = figures.size();
        try {
            work.run();
            figures.subList(before, figures.size()).forEach(Bench::say);
        } catch (Exception e) {
            left.add(name + ": " + e);
            say(name + " could not be measured: " + e);
        }
    }

    private void report() throws IOException {
        System.out.println();
        System.out.printf(ROW, "name", "ours", "bound", "ratio", "unit", "scale");
        JsonArray all = new JsonArray();
        for (Figure figure : figures) {
            all.add(figure.json());
            System.out.printf(
                    ROW,
                    figure.name(),
                    figure.ours(),
                    Objects.requireNonNullElse(figure.bound(), "-"),
                    Objects.requireNonNullElse(figure.ratio(), "-"),
                    figure.unit(),
                    figure.scale());
        }
        left.forEach(each -> System.out.println("not measured: " + each));
        Files.writeString(Path.of("target/bench.json"), all.encodePrettily() + "\n");
        Files.writeString(keptFor(scale), all.encode());
        growth();
    }

    /** What other scales gave when they were measured last, from the smallest to the largest, step by step. */
    private void growth() throws IOException {
        for (String name : figures.stream().map(Figure::name).distinct().toList()) {
            StringBuilder line = new StringBuilder();
            for (Scale each : Scale.ALL) {
                if (Files.exists(keptFor(each))) {
                    for (Object item : new JsonArray(Files.readString(keptFor(each)))) {
                        JsonObject kept = (JsonObject) item;
                        if (kept.getString("name").equals(name)) {
                            boolean step = BooksBenchmark.FIGURES.contains(name);
                            line.append("  ")
                                    .append(step ? kept.getString("scale").split(",", 2)[0] : each.name())
                                    .append(": ")
                                    .append(kept.getValue("ours"))
                                    .append(" (")
                                    .append(kept.getValue("ratio"))
                                    .append(')');
                        }
                    }
                }
            }
            System.out.println("growth of " + name + ":" + line);
        }
    }

    private static Path keptFor(Scale scale) {
        return Path.of("target/bench-" + scale.name() + ".json");
    }

    static void say(Figure figure) {
        say(figure.name() + ": " + figure.ours() + " " + figure.unit() + ", bound " + figure.bound() + ", ratio "
                + figure.ratio() + "; " + figure.scale());
    }

    static void say(String text) {
        System.out.printf("[%6s s] %s%n", Figure.secondsOf(System.nanoTime() - STARTED), text);
    }
}
