package org.bangxiao.demo;

/**
 * How much of a world is made.
 *
 * @param linkedPercent  households of a supplier's catchment that have a benefit link with it
 * @param capacityFactor multiplies the yearly capacity, so that a benchmark's sales never run into the guard
 */
public record WorldScale(
        int households,
        int suppliers,
        int products,
        long sales,
        int householdsPerVillage,
        int linkedPercent,
        int capacityFactor) {
    /** What a first start loads. */
    public static final WorldScale DEMO = new WorldScale(6_000, 150, 220, 8_000, 25, 85, 1);

    /** What benchmarks load: the region's real number of registered households. */
    public static final WorldScale BENCHMARK = new WorldScale(1_080_000, 5_000, 10_000, 5_000_000, 200, 100, 50);

    public WorldScale {
        if (households < suppliers || suppliers > products || householdsPerVillage < 1 || linkedPercent < 1) {
            throw new IllegalArgumentException("a world of " + households + " households, " + suppliers
                    + " suppliers and " + products + " products does not fit together");
        }
    }
}
