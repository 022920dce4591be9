package org.bangxiao.support;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Sharing by the largest remainder, written from the words of RELIABILITY 2.4 and not from the service. */
public final class LargestRemainder {
    private LargestRemainder() {}

    /** Equal remainders are ordered by SHA-256 of the key's eight bytes and the salt. */
    public static long[] shares(long fen, long[] weights, long[] keys, String salt) {
        BigInteger[] remainders = new BigInteger[weights.length];
        long[] parts = parts(fen, weights, remainders);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.<Integer, BigInteger>comparing(i -> remainders[i])
                .reversed()
                .thenComparing(i -> digest(keys[i], salt)));
        return giveRest(fen, parts, order);
    }

    /** Wrong on purpose: whoever stands first gets what is left over. */
    public static long[] sharesByOrder(long fen, long[] weights) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            order.add(i);
        }
        return giveRest(fen, parts(fen, weights, new BigInteger[weights.length]), order);
    }

    private static long[] parts(long fen, long[] weights, BigInteger[] remainders) {
        BigInteger whole = BigInteger.ZERO;
        for (long weight : weights) {
            whole = whole.add(BigInteger.valueOf(weight));
        }
        long[] parts = new long[weights.length];
        for (int i = 0; i < weights.length; i++) {
            BigInteger[] both = BigInteger.valueOf(fen)
                    .multiply(BigInteger.valueOf(weights[i]))
                    .divideAndRemainder(whole);
            parts[i] = both[0].longValueExact();
            remainders[i] = both[1];
        }
        return parts;
    }

    private static long[] giveRest(long fen, long[] parts, List<Integer> order) {
        long left = fen;
        for (long part : parts) {
            left -= part;
        }
        for (int i = 0; i < left; i++) {
            parts[order.get(i)]++;
        }
        return parts;
    }

    private static String digest(long key, String salt) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(key).array());
            return HexFormat.of().formatHex(sha256.digest(salt.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
