package org.bangxiao.organisation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An organisation as others see it. */
public record OrganisationView(
        UUID id,
        OrganisationKind kind,
        String nameZh,
        String nameEn,
        @Nullable String creditCode,
        String areaCode,
        String state,
        boolean demo,
        Instant createdAt) {
    /** Only the name, for lists that show many. */
    public record Name(String zh, String en) {}
}
