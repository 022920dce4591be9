package org.bangxiao.support;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import java.util.List;
import java.util.stream.IntStream;

/** How many SQL statements a page costs, so that a test notices one that costs more with every row. */
public final class Statements {
    private static final int TIMES = 3;

    private Statements() {}

    /**
     * The fewest of three times: the counter is the whole service's, so that work in the background may add to one of
     * them, and nothing can take away.
     */
    public static int of(Runnable request) {
        return IntStream.range(0, TIMES).map(time -> once(request)).min().orElseThrow();
    }

    private static int once(Runnable request) {
        double before = completed();
        request.run();
        return (int) (completed() - before);
    }

    private static double completed() {
        List<Counter> ofSql = Arc.container().instance(MeterRegistry.class).get().getMeters().stream()
                .filter(meter -> "sql".equals(meter.getId().getTag("clientType"))
                        && meter.getId().getName().endsWith("completed"))
                .map(Counter.class::cast)
                .toList();
        if (ofSql.isEmpty()) {
            throw new IllegalStateException("no counter of SQL statements");
        }
        return ofSql.stream().mapToDouble(Counter::count).sum();
    }
}
