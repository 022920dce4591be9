package org.bangxiao.settlement;

import java.util.Arrays;
import java.util.UUID;

/** The members of one pool in the order of their household numbers; grows without boxing, for a million of them. */
final class PoolMembers {
    private static final int FIRST_SIZE = 64;

    private final int rank;
    private int size;
    private long[] numbers = new long[FIRST_SIZE];
    private long[] weights = new long[FIRST_SIZE];
    private long[] high = new long[FIRST_SIZE];
    private long[] low = new long[FIRST_SIZE];

    PoolMembers(int rank) {
        this.rank = rank;
    }

    void add(long number, long weight, UUID household) {
        add(number, weight, household.getMostSignificantBits(), household.getLeastSignificantBits());
    }

    /** A member whose share is known already. */
    void add(long number, long weight, long fen) {
        add(number, weight, fen, 0);
    }

    private void add(long number, long weight, long first, long second) {
        if (size == numbers.length) {
            int longer = size * 2;
            numbers = Arrays.copyOf(numbers, longer);
            weights = Arrays.copyOf(weights, longer);
            high = Arrays.copyOf(high, longer);
            low = Arrays.copyOf(low, longer);
        }
        numbers[size] = number;
        weights[size] = weight;
        high[size] = first;
        low[size] = second;
        size++;
    }

    int rank() {
        return rank;
    }

    int size() {
        return size;
    }

    long number(int i) {
        return numbers[i];
    }

    long weight(int i) {
        return weights[i];
    }

    UUID household(int i) {
        return new UUID(high[i], low[i]);
    }

    long knownFen(int i) {
        return high[i];
    }

    long[] numbers() {
        return Arrays.copyOf(numbers, size);
    }

    long[] weights() {
        return Arrays.copyOf(weights, size);
    }

    long totalWeight() {
        long total = 0;
        for (int i = 0; i < size; i++) {
            total = Math.addExact(total, weights[i]);
        }
        return total;
    }
}
