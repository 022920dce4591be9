package org.bangxiao.certification;

import java.text.Normalizer;
import java.util.Locale;

/** Names as they are compared: full and half width, capitals, spaces and signs make no difference. */
public final class NameKey {
    private NameKey() {}

    /** What two names that are the same have in common. */
    public static String of(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
