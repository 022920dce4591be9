package org.bangxiao.notice;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail that did not simply go out.
 *
 * @param about   the note in words
 * @param to      the address, masked
 * @param tries   how often a server was talked to, 1–5
 * @param refusal the server's last reply that refused it; 0 where it was not reached, null where it never refused
 * @param at      when it was tried last
 */
record StuckMail(
        UUID noteId,
        String about,
        String to,
        State state,
        int tries,
        @Nullable Integer refusal,
        Instant at) {
    /** It may have been sent and is not tried again; or it was refused five times. */
    enum State {
        UNCERTAIN,
        REFUSED
    }
}
