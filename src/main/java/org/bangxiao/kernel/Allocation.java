package org.bangxiao.kernel;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Shares an amount of fen by weights so that the parts add up to the whole: the largest remainder, ties broken by a
 * digest of key and salt. A tie broken by list order would favour the same households in every period (RELIABILITY 2.4).
 */
public final class Allocation {
    private Allocation() {}

    /**
     * @param fen     what is shared, at least 0
     * @param weights at least 0 each, not all 0
     * @param keys    one identity per weight, the tie-break's first half
     * @param salt    the run that shares, the tie-break's second half
     * @return one amount per weight, summing to {@code fen}
     */
    public static long[] byLargestRemainder(long fen, long[] weights, long[] keys, String salt) {
        if (fen < 0 || weights.length != keys.length) {
            throw new IllegalArgumentException("cannot share " + fen + " fen among " + weights.length);
        }
        BigInteger whole = BigInteger.ZERO;
        for (long weight : weights) {
            if (weight < 0) {
                throw new IllegalArgumentException("a weight is never negative");
            }
            whole = whole.add(BigInteger.valueOf(weight));
        }
        if (whole.signum() == 0) {
            throw new IllegalArgumentException("no weight to share by");
        }
        long total = whole.longValueExact();
        long[] parts = new long[weights.length];
        long[] remainders = new long[weights.length];
        long left = fen;
        for (int i = 0; i < weights.length; i++) {
            parts[i] = Money.mulDiv(fen, weights[i], total);
            remainders[i] = remainder(fen, weights[i], total);
            left -= parts[i];
        }
        for (int i : firstByRemainder(remainders, keys, salt, Math.toIntExact(left))) {
            parts[i]++;
        }
        return parts;
    }

    /** The digest that orders equal remainders: SHA-256 of the key's eight bytes and the salt's UTF-8 bytes. */
    public static byte[] tieBreak(long key, String salt) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(key).array());
            return digest.digest(salt.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int[] firstByRemainder(long[] remainders, long[] keys, String salt, int count) {
        if (count == 0) {
            return new int[0];
        }
        Integer[] order = new Integer[remainders.length];
        byte[][] ties = new byte[remainders.length][];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
            ties[i] = tieBreak(keys[i], salt);
        }
        Arrays.sort(
                order,
                Comparator.comparingLong((Integer i) -> remainders[i])
                        .reversed()
                        .thenComparing((a, b) -> Arrays.compareUnsigned(ties[a], ties[b])));
        return Arrays.stream(order).limit(count).mapToInt(Integer::intValue).toArray();
    }

    private static long remainder(long fen, long weight, long total) {
        long high = Math.multiplyHigh(fen, weight);
        long low = fen * weight;
        if (high == 0 && low >= 0) {
            return low % total;
        }
        return BigInteger.valueOf(fen)
                .multiply(BigInteger.valueOf(weight))
                .mod(BigInteger.valueOf(total))
                .longValueExact();
    }
}
