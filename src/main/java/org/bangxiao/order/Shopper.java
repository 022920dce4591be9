package org.bangxiao.order;

import java.util.UUID;
import org.bangxiao.platform.Digests;
import org.jspecify.annotations.Nullable;

/** Whose cart it is: an account, a guest known by the secret in a cookie, or both just after signing in. */
record Shopper(@Nullable UUID accountId, @Nullable String guestSecret) {
    byte @Nullable [] guestHash() {
        return guestSecret == null ? null : Digests.sha256(guestSecret);
    }
}
