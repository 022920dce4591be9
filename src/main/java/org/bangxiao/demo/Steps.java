package org.bangxiao.demo;

import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs one use case after the other from the thread that starts the service, and says how far it is. */
final class Steps {
    private static final int LINES_PER_STEP = 5;

    private Steps() {}

    /** What the use case answers; its problem stops the loading. */
    static <T> T run(Supplier<Uni<T>> useCase) {
        try {
            return VertxContextSupport.subscribeAndAwait(useCase);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> void each(String what, List<T> items, Consumer<T> step) {
        Progress progress = lines();
        progress.watch(what, items.size(), items.stream()).forEach(step);
    }

    /** One line for each fifth of the work. */
    static Progress lines() {
        return (what, done, total) -> {
            long step = Math.max(1, total / LINES_PER_STEP);
            if (done % step < Math.max(1, total / 100) || done == total) {
                say(String.format("  %-28s %,9d / %,d", what, done, total));
            }
        };
    }

    static void say(String line) {
        System.out.println(line);
    }
}
