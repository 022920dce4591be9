package org.bangxiao.demo;

import java.util.SplittableRandom;

/**
 * One generator per thing, seeded by what it is and its number, so that the n-th household is the same whether it is
 * made alone, in order or on another machine, and nothing has to be kept in memory.
 */
record Dice(long seed) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    SplittableRandom of(String what, long number) {
        return new SplittableRandom(mix(mix(seed ^ what.hashCode()) + number * GOLDEN));
    }

    SplittableRandom of(String what, long number, long second) {
        return new SplittableRandom(mix(mix(mix(seed ^ what.hashCode()) + number * GOLDEN) + second * GOLDEN));
    }

    private static long mix(long value) {
        long a = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
