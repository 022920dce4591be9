package org.bangxiao.bench;

import java.util.List;

/**
 * How much of a world is measured.
 *
 * @param households    that share a settlement
 * @param partnerRows   rows of one partner's report
 * @param oldOrders     that lie in the database when purchases are measured again
 * @param windowSeconds length of one measured window; a figure is the median of three
 */
record Scale(String name, int products, int households, int partnerRows, int oldOrders, int windowSeconds) {
    /** To see that everything runs. */
    private static final Scale TINY = new Scale("tiny", 40, 2_160, 5_000, 2_000, 1);
    /** A tenth of the region's households and of a partner's report. */
    private static final Scale TENTH = new Scale("tenth", 220, 108_000, 100_000, 300_000, 3);
    /** The demo world's shop, the region's registered households, a big partner's report. */
    private static final Scale DEMO = new Scale("demo", 220, 1_080_000, 1_000_000, 300_000, 3);
    /** The same with the shop of a whole region. */
    private static final Scale REGION = new Scale("region", 10_000, 1_080_000, 1_000_000, 300_000, 3);
    /** The same with every region's goods in one shop. */
    private static final Scale COUNTRY = new Scale("country", 100_000, 1_080_000, 1_000_000, 300_000, 3);

    /** From the smallest to the largest. */
    static final List<Scale> ALL = List.of(TINY, TENTH, DEMO, REGION, COUNTRY);

    static Scale of(String name) {
        return ALL.stream()
                .filter(scale -> scale.name.equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("-Dscale is tiny, tenth, demo, region or country, not " + name));
    }
}
