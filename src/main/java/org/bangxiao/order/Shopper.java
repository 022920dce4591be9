package org.bangxiao.order;

import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.platform.Digests;
import org.jspecify.annotations.Nullable;

/** Whose cart or order it is: an account, a guest known by the secret in a cookie, or both just after signing in. */
public record Shopper(@Nullable UUID accountId, @Nullable String guestSecret) {
    /** Holds a guest's secret; programs send it as {@code Cart-Token}. */
    public static final String COOKIE = "cart";

    /** Whoever asks, with the secret that came along. */
    public static Shopper of(CurrentActor actor, @Nullable String guestSecret) {
        return new Shopper(actor.optional().map(Actor::accountId).orElse(null), guestSecret);
    }

    byte @Nullable [] guestHash() {
        return guestSecret == null ? null : Digests.sha256(guestSecret);
    }
}
