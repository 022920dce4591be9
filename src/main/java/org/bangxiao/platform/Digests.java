package org.bangxiao.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** SHA-256, spelt once. */
public final class Digests {
    private static final int SHA256_BYTES = 32;

    private Digests() {}

    public static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hashes that stand one after the other: what {@code string_agg} of them answers. */
    public static List<byte[]> apart(byte[] together) {
        List<byte[]> hashes = new ArrayList<>(together.length / SHA256_BYTES);
        for (int at = 0; at < together.length; at += SHA256_BYTES) {
            hashes.add(Arrays.copyOfRange(together, at, at + SHA256_BYTES));
        }
        return hashes;
    }

    public static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
