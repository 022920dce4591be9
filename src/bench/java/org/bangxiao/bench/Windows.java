package org.bangxiao.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Warms both sides up, then measures them in turn, so that what else the machine does meets both. */
final class Windows {
    private static final int WINDOWS = 3;
    /** Windows of ours before the first that counts: the machine code of a path has to be made once. */
    private static final int WARM_UP = 3;

    /** Something that is measured over one window, per second. */
    interface Side {
        BigDecimal window() throws Exception;
    }

    private Windows() {}

    static Figure medians(String name, String unit, String scale, Side ours, Side bound) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            ours.window();
        }
        bound.window();
        List<BigDecimal> mine = new ArrayList<>();
        List<BigDecimal> plain = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            mine.add(ours.window());
            plain.add(bound.window());
        }
        Bench.say(name + " windows: ours " + mine + ", bound " + plain);
        return Figure.rate(name, median(mine), median(plain), unit, scale);
    }

    private static BigDecimal median(List<BigDecimal> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
