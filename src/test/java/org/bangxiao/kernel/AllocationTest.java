package org.bangxiao.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.bangxiao.support.LargestRemainder;
import org.junit.jupiter.api.Test;

/** Fen shared by weights, against a second way of doing it. */
class AllocationTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int CASES = 100_000;

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** What is shared, among whom. */
    private record Case(long fen, long[] weights, long[] keys, String salt) {
        @Override
        public String toString() {
            return "seed " + SEED + ": " + fen + " among " + Arrays.toString(weights) + " " + Arrays.toString(keys);
        }
    }

    @Test
    void everyShareIsThatOfTheSecondImplementation() {
        int unequal = 0;
        for (int i = 0; i < CASES; i++) {
            Case one = any();
            long[] shares = Allocation.byLargestRemainder(one.fen(), one.weights(), one.keys(), one.salt());
            long[] second = LargestRemainder.shares(one.fen(), one.weights(), one.keys(), one.salt());
            if (!Arrays.equals(shares, second)) {
                assertThat(shares).as(one.toString()).isEqualTo(second);
            }
            unequal += LongStream.of(roundedToTheNearest(one)).sum() == one.fen() ? 0 : 1;
        }
        assertThat(unequal)
                .as("where rounding each share by itself loses or mints a fen")
                .isGreaterThan(CASES / 10);
    }

    @Test
    void whoGetsTheLastFenDoesNotHangOnTheOrderOfTheList() {
        for (int i = 0; i < 2_000; i++) {
            Case one = any();
            long[] shares = Allocation.byLargestRemainder(one.fen(), one.weights(), one.keys(), one.salt());
            long[] turned =
                    Allocation.byLargestRemainder(one.fen(), reversed(one.weights()), reversed(one.keys()), one.salt());
            assertThat(reversed(turned)).as(one.toString()).isEqualTo(shares);
        }
    }

    private Case any() {
        int members = 1 + random.nextInt(8);
        long[] weights = new long[members];
        long[] keys = new long[members];
        // Equal weights make equal remainders.
        long same = 1 + random.nextLong(1_000);
        boolean equal = random.nextInt(3) == 0;
        for (int i = 0; i < members; i++) {
            weights[i] = equal ? same : (random.nextLong() >>> 1) >>> (4 + random.nextInt(58));
            keys[i] = i + 1;
        }
        weights[random.nextInt(members)] += 1;
        return new Case((random.nextLong() >>> 1) >>> random.nextInt(62), weights, keys, "s" + random.nextInt(1_000));
    }

    private static long[] roundedToTheNearest(Case one) {
        double whole = Arrays.stream(one.weights()).asDoubleStream().sum();
        return Arrays.stream(one.weights())
                .map(weight -> Math.round(one.fen() * (weight / whole)))
                .toArray();
    }

    private static long[] reversed(long[] values) {
        long[] turned = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i] = values[values.length - 1 - i];
        }
        return turned;
    }
}
