package org.bangxiao.platform;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.bangxiao.platform.database.DatabaseAddress;
import org.bangxiao.platform.database.DatabaseRefused;
import org.bangxiao.platform.database.EmbeddedDatabase;
import org.bangxiao.platform.database.EmbeddedDatabase.Durability;
import org.jspecify.annotations.Nullable;

/**
 * Starts the service: settles which database it works on, then runs it, then stops both in the right order. With
 * {@code BANGXIAO_MODE=migrate} it brings the schema up to date and ends; with {@code BANGXIAO_MODE=check} it checks the books
 * ({@code report.BooksCheck}) and ends; with {@code BANGXIAO_MIGRATE=false} it only checks that the schema fits.
 */
@QuarkusMain
public final class Bangxiao {
    private static final long STOP_SECONDS = 30;

    private static final Object GATE = new Object();
    private static final CompletableFuture<Void> SERVED = new CompletableFuture<>();
    private static volatile boolean serving;
    private static @Nullable EmbeddedDatabase database;

    private Bangxiao() {}

    /** Runs until stopped; ends with code 1 and one sentence where the database cannot be had. */
    public static void main(String... args) {
        System.getProperties().putAll(modeSettings());
        // A signal meets the service and the database at once: the hook keeps the database until the service is down.
        Thread hook = new Thread(Bangxiao::stopAfterService, "stop-database");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            System.getProperties().putAll(settleDatabase());
        } catch (DatabaseRefused e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        BiConsumer<Integer, Throwable> exit = ApplicationLifecycleManager.getDefaultExitCodeHandler();
        ApplicationLifecycleManager.setDefaultExitCodeHandler((code, cause) -> {
            SERVED.complete(null);
            stopDatabase();
            exit.accept(code, cause);
        });
        serving = true;
        Quarkus.run(args);
    }

    private static Map<String, String> modeSettings() {
        String mode = System.getenv("BANGXIAO_MODE");
        if ("check".equals(mode)) {
            return Map.of(
                    "quarkus.flyway.migrate-at-start", "false",
                    "quarkus.flyway.validate-at-start", "true",
                    "bangxiao.check-and-exit", "true",
                    "bangxiao.demo", "false",
                    "quarkus.http.host-enabled", "false",
                    "quarkus.scheduler.enabled", "false");
        }
        if ("migrate".equals(mode)) {
            return Map.of(
                    "quarkus.flyway.migrate-at-start", "true",
                    "quarkus.init-and-exit", "true",
                    "quarkus.http.host-enabled", "false",
                    "quarkus.scheduler.enabled", "false");
        }
        if ("false".equals(System.getenv("BANGXIAO_MIGRATE"))) {
            // A schema that is not there yet ends the start, so that no replica serves before the migration.
            return Map.of("quarkus.flyway.migrate-at-start", "false", "quarkus.flyway.validate-at-start", "true");
        }
        return Map.of();
    }

    private static Map<String, String> settleDatabase() {
        String url = System.getenv("BANGXIAO_DATABASE_URL");
        if (url != null && !url.isBlank()) {
            DatabaseAddress owner = DatabaseAddress.parse(
                    url.strip(), System.getenv("BANGXIAO_DATABASE_USER"), System.getenv("BANGXIAO_DATABASE_PASSWORD"));
            String service = System.getenv("BANGXIAO_DATABASE_SERVICE_USER");
            if (service == null || service.isBlank()) {
                if (modeSettings().isEmpty()) {
                    System.err.println(
                            "BANGXIAO_DATABASE_SERVICE_USER is not set: the service works as the owner of its"
                                    + " tables, who may change the ledger.");
                }
                return owner.settings(owner);
            }
            return owner.settings(owner.as(service, System.getenv("BANGXIAO_DATABASE_SERVICE_PASSWORD")));
        }
        String data = System.getenv("BANGXIAO_DATA");
        Path folder = Path.of(data == null || data.isBlank() ? "data" : data);
        synchronized (GATE) {
            EmbeddedDatabase started = EmbeddedDatabase.start(folder, Durability.KEPT, System.out::println);
            database = started;
            return started.owner().settings(started.service());
        }
    }

    private static void stopAfterService() {
        if (serving) {
            try {
                SERVED.get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                System.err.println("The service did not stop within " + STOP_SECONDS + " s: stopping the database.");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        stopDatabase();
    }

    private static void stopDatabase() {
        synchronized (GATE) {
            if (database != null) {
                database.close();
                database = null;
                System.out.println("Database stopped.");
            }
        }
    }
}
