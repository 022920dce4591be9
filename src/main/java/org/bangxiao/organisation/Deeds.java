package org.bangxiao.organisation;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Audit;
import org.jspecify.annotations.Nullable;

/** How this room's deeds stand in the trail. */
final class Deeds {
    private Deeds() {}

    static Audit.Deed of(
            Instant now,
            @Nullable Actor by,
            @Nullable String role,
            String action,
            UUID organisation,
            Map<String, Object> detail) {
        return new Audit.Deed(
                now,
                by == null ? null : by.accountId(),
                by == null ? null : by.personId(),
                role,
                action,
                "supplier",
                organisation.toString(),
                detail);
    }
}
