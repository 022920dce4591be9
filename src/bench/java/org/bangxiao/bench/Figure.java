package org.bangxiao.bench;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure beside its bound.
 *
 * @param bound null where there is none to compare with
 * @param scale how much of what
 */
record Figure(String name, BigDecimal ours, @Nullable BigDecimal bound, String unit, String scale) {
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal NANOS_A_MILLI = BigDecimal.valueOf(1_000_000L);
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    static Figure rate(String name, BigDecimal ours, BigDecimal bound, String unit, String scale) {
        return new Figure(name, ours, bound, unit, scale);
    }

    static Figure seconds(String name, long oursNanos, @Nullable Long boundNanos, String scale) {
        return new Figure(name, secondsOf(oursNanos), boundNanos == null ? null : secondsOf(boundNanos), "s", scale);
    }

    static Figure millis(String name, long oursNanos, long boundNanos, String scale) {
        return new Figure(name, millisOf(oursNanos), millisOf(boundNanos), "ms", scale);
    }

    /** Ours by the bound: for rates the higher the better, for seconds the lower. */
    @Nullable
    BigDecimal ratio() {
        BigDecimal against = bound;
        return against == null || against.signum() == 0 ? null : ours.divide(against, THREE_DIGITS);
    }

    static BigDecimal secondsOf(long nanos) {
        return BigDecimal.valueOf(nanos).divide(NANOS, 2, RoundingMode.HALF_UP);
    }

    static BigDecimal millisOf(long nanos) {
        return BigDecimal.valueOf(nanos).divide(NANOS_A_MILLI, 3, RoundingMode.HALF_UP);
    }

    static BigDecimal perSecond(long n, long nanos) {
        return BigDecimal.valueOf(n).multiply(NANOS).divide(BigDecimal.valueOf(nanos), 0, RoundingMode.HALF_UP);
    }

    JsonObject json() {
        return new JsonObject()
                .put("name", name)
                .put("ours", ours)
                .put("bound", bound)
                .put("unit", unit)
                .put("ratio", ratio())
                .put("scale", scale);
    }
}
