package org.bangxiao.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Makes the n-th sale of the year, in order of time, mostly of what is in season. */
final class Sales {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private final WorldSettings settings;
    private final Dice dice;
    private final List<DemoProduct> products;
    private final int[][] inSeason;
    private final Instant start;
    private final long spanMillis;

    Sales(WorldSettings settings, Dice dice, List<DemoProduct> products) {
        this.settings = settings;
        this.dice = dice;
        this.products = products;
        this.start = settings.today().minusYears(1).atStartOfDay(CHINA).toInstant();
        this.spanMillis = Duration.between(
                        start, settings.today().atStartOfDay(CHINA).toInstant())
                .toMillis();
        this.inSeason = IntStream.rangeClosed(1, 12)
                .mapToObj(month -> products.stream()
                        .filter(product ->
                                product.certifiable() && product.harvestMonths().contains(month))
                        .mapToInt(DemoProduct::number)
                        .toArray())
                .toArray(int[][]::new);
    }

    DemoSale sale(long number) {
        SplittableRandom random = dice.of("sale", number);
        long slot = spanMillis / settings.scale().sales();
        Instant soldAt = start.plusMillis(number * slot + random.nextLong(Math.max(1, slot)));
        int[] candidates = inSeason[soldAt.atZone(CHINA).getMonthValue() - 1];
        int product = candidates[skewed(random, candidates.length)];
        String channel =
                settings.channels().get(skewed(random, settings.channels().size()));
        return new DemoSale(
                "D" + Codes.padded(10, number), product, quantity(random, products.get(product)), soldAt, channel);
    }

    /** The lesser of two dice: the first of a list sell most, the last hardly. */
    private static int skewed(SplittableRandom random, int size) {
        return Math.min(random.nextInt(size), random.nextInt(size));
    }

    /** A wholesaler takes a thousandth to a hundredth of the yearly capacity, a shopper a few pieces. */
    private int quantity(SplittableRandom random, DemoProduct product) {
        int lot = random.nextInt(6);
        if (lot < 2) {
            long capacity = product.yearlyCapacityUnits() / settings.scale().capacityFactor();
            return (int) Math.max(10, capacity * (1 + random.nextInt(10)) / 1_000);
        }
        return lot == 2 ? 4 + random.nextInt(7) : 1 + random.nextInt(3);
    }
}
