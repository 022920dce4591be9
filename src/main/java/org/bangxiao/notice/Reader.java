package org.bangxiao.notice;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whom a note is for: one account, everybody in an organisation, or those with a role in an area. */
public record Reader(
        @Nullable UUID accountId,
        @Nullable UUID organisationId,
        @Nullable String role,
        @Nullable String areaCode) {
    public static Reader account(UUID accountId) {
        return new Reader(accountId, null, null, null);
    }

    public static Reader organisation(UUID organisationId) {
        return new Reader(null, organisationId, null, null);
    }

    /** @param areaCode six digits; whoever has the role in an area that covers it reads the note */
    public static Reader officers(String role, String areaCode) {
        return new Reader(null, null, role, areaCode);
    }

    /** The same reader always gives the same text. */
    String name() {
        return accountId != null
                ? "account:" + accountId
                : organisationId != null ? "organisation:" + organisationId : role + ":" + areaCode;
    }
}
