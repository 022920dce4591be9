package org.bangxiao.notice;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom a note is for: one account, everybody in an organisation, those with a role in an area, or whoever bought something
 * without an account, the subject, see {@link GuestMails}.
 */
public record Reader(
        @Nullable UUID accountId,
        @Nullable UUID organisationId,
        @Nullable String role,
        @Nullable String areaCode,
        @Nullable UUID subject) {
    public static Reader account(UUID accountId) {
        return new Reader(accountId, null, null, null, null);
    }

    public static Reader organisation(UUID organisationId) {
        return new Reader(null, organisationId, null, null, null);
    }

    /** @param areaCode six digits; whoever has the role in an area that covers it reads the note */
    public static Reader officers(String role, String areaCode) {
        return new Reader(null, null, role, areaCode, null);
    }

    /** Told where an address waits for it, and only by mail; the note's link is completed by the mail with its token. */
    public static Reader guest(UUID subject) {
        return new Reader(null, null, null, null, subject);
    }

    /** The same reader always gives the same text. */
    String name() {
        if (subject != null) {
            return "guest:" + subject;
        }
        return accountId != null
                ? "account:" + accountId
                : organisationId != null ? "organisation:" + organisationId : role + ":" + areaCode;
    }
}
