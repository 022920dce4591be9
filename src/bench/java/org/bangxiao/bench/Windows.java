package org.bangxiao.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Warms both sides up, then measures them in turn, so that what else the machine does meets both. */
final class Windows {
    private static final int WINDOWS = 3;
    /** Windows before the first that counts: the machine code of a path has to be made once. */
    static final int FEWEST_WARM_UP = 3;

    private static final int WARMING = 10;
    /** Warm is what rose by less than a twentieth from one window to the next. */
    private static final BigDecimal STILL_RISING = new BigDecimal("1.05");

    /** Something that is measured over one window, per second. */
    interface Side {
        BigDecimal window() throws Exception;
    }

    private Windows() {}

    static Figure medians(String name, String unit, String scale, Side ours, Side bound) throws Exception {
        return medians(name, unit, scale, FEWEST_WARM_UP, ours, bound);
    }

    /** @param fewest windows that ours is warmed up for at least: a path that is walked seldom is compiled late */
    static Figure medians(String name, String unit, String scale, int fewest, Side ours, Side bound) throws Exception {
        warm(ours, fewest);
        warm(bound, FEWEST_WARM_UP);
        List<BigDecimal> mine = new ArrayList<>();
        List<BigDecimal> plain = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            mine.add(ours.window());
            plain.add(bound.window());
        }
        Bench.say(name + " windows: ours " + mine + ", bound " + plain);
        return Figure.rate(name, median(mine), median(plain), unit, scale);
    }

    private static void warm(Side side, int fewest) throws Exception {
        BigDecimal before = BigDecimal.ZERO;
        for (int i = 0; i < fewest + WARMING; i++) {
            BigDecimal now = side.window();
            if (i >= fewest && now.compareTo(before.multiply(STILL_RISING)) < 0) {
                return;
            }
            before = now;
        }
    }

    private static BigDecimal median(List<BigDecimal> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
