package org.bangxiao.identity;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account to be opened.
 *
 * @param username   3 to 60 characters, lower case letters, digits, dot, dash, underscore or an e-mail address
 * @param password   10 to 200 characters
 * @param personId   the natural person behind it where already known (a second account of the same person)
 * @param grants     roles, at most one grant for each
 * @param idNumber   the citizen's number of the person behind it where somebody saw it: 18 characters, kept as a keyed hash only
 */
public record AccountDraft(
        String username,
        String displayName,
        String password,
        @Nullable UUID personId,
        List<Actor.Grant> grants,
        boolean demo,
        @Nullable String idNumber) {
    public AccountDraft(
            String username,
            String displayName,
            String password,
            @Nullable UUID personId,
            List<Actor.Grant> grants,
            boolean demo) {
        this(username, displayName, password, personId, grants, demo, null);
    }

    @Override
    public String toString() {
        return "AccountDraft[" + username + "]";
    }
}
