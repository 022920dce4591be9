package org.bangxiao.catalogue;

import java.util.UUID;

/** Categories and words of a test's own, so that other tests' goods are not in the way. */
final class Kinds {
    private static final int FIRST_HAN = 0x4e00;
    private static final int HAN = 0x4000;

    private Kinds() {}

    static String own() {
        StringBuilder kind = new StringBuilder("test-");
        UUID.randomUUID()
                .toString()
                .substring(0, 8)
                .chars()
                .forEach(digit -> kind.append((char) ('a' + Character.digit(digit, 16))));
        return kind.toString();
    }

    /** Two characters that no other test wrote together. */
    static String han() {
        int random = UUID.randomUUID().hashCode();
        return Character.toString(FIRST_HAN + Math.floorMod(random, HAN))
                + Character.toString(FIRST_HAN + Math.floorMod(random >> 15, HAN));
    }
}
