package org.bangxiao.demo;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Hears how far a stream has come, at most a hundred times per stream. */
@FunctionalInterface
public interface Progress {
    Progress SILENT = (what, done, total) -> {};

    void at(String what, long done, long total);

    /** The same stream, read by one thread, reporting each hundredth of {@code total}. */
    default <T> Stream<T> watch(String what, long total, Stream<T> stream) {
        long step = Math.max(1, total / 100);
        AtomicLong count = new AtomicLong();
        return stream.sequential().map(item -> {
            long done = count.incrementAndGet();
            if (done % step == 0 || done == total) {
                at(what, done, total);
            }
            return item;
        });
    }
}
