package org.bangxiao.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Warms both sides up, then measures them in turn, so that what else the machine does meets both. */
final class Windows {
    private static final int WINDOWS = 3;
    /** Windows before the first that counts: the machine code of a path has to be made once. */
    private static final int FEWEST_WARM_UP = 3;

    private static final int MOST_WARM_UP = 12;
    /** Warm is what rose by less than a twentieth from one window to the next. */
    private static final BigDecimal STILL_RISING = new BigDecimal("1.05");

    /** Something that is measured over one window, per second. */
    interface Side {
        BigDecimal window() throws Exception;
    }

    private Windows() {}

    static Figure medians(String name, String unit, String scale, Side ours, Side bound) throws Exception {
        warm(ours);
        warm(bound);
        List<BigDecimal> mine = new ArrayList<>();
        List<BigDecimal> plain = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            mine.add(ours.window());
            plain.add(bound.window());
        }
        Bench.say(name + " windows: ours " + mine + ", bound " + plain);
        return Figure.rate(name, median(mine), median(plain), unit, scale);
    }

    private static void warm(Side side) throws Exception {
        BigDecimal before = BigDecimal.ZERO;
        for (int i = 0; i < MOST_WARM_UP; i++) {
            BigDecimal now = side.window();
            if (i >= FEWEST_WARM_UP && now.compareTo(before.multiply(STILL_RISING)) < 0) {
                return;
            }
            before = now;
        }
    }

    private static BigDecimal median(List<BigDecimal> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
