package org.bangxiao.freight;

import org.bangxiao.region.Provinces;
import org.jspecify.annotations.Nullable;

/** Where a visitor wants goods sent, as far as freight asks: a province's code in a cookie, and nothing else. */
public final class DeliveryPlace {
    public static final String COOKIE = "place";

    private DeliveryPlace() {}

    /** The province that the cookie names; null where it names none. */
    public static @Nullable String of(@Nullable String cookie) {
        return cookie != null && Provinces.of(cookie).isPresent() ? cookie : null;
    }
}
