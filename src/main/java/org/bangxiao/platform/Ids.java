package org.bangxiao.platform;

import java.security.SecureRandom;
import java.util.UUID;

/** Ids that leave the service: UUID version 7 (RFC 9562), ordered by time for the index, with 74 random bits. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    public static UUID next() {
        byte[] random = new byte[10];
        RANDOM.nextBytes(random);
        long millis = System.currentTimeMillis();
        long high = (millis << 16) | 0x7000L | ((random[0] & 0x0FL) << 8) | (random[1] & 0xFFL);
        long low = 0x2L << 62;
        for (int i = 2; i < 10; i++) {
            low |= (random[i] & 0xFFL & (i == 2 ? 0x3F : 0xFF)) << (8 * (9 - i));
        }
        return new UUID(high, low);
    }

    /** A secret for cookies and one-time links: 256 random bits, base64url. */
    public static String secret() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
