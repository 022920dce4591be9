package org.bangxiao.certification;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The place after which a queue goes on, whatever its order.
 *
 * @param due {@code infinity} where the case has no term
 */
record QueueCursor(boolean priority, String due, Instant at, UUID id) {
    static final String NEVER = "infinity";

    static QueueCursor of(Standing standing, Instant enteredAt, UUID id) {
        LocalDate due = standing.dueOn();
        return new QueueCursor(standing.priority(), due == null ? NEVER : due.toString(), enteredAt, id);
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((priority + "|" + due + "|" + at + "|" + id).getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable QueueCursor read(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\\|", -1);
            String due =
                    parts[1].equals(NEVER) ? NEVER : LocalDate.parse(parts[1]).toString();
            return new QueueCursor(
                    Boolean.parseBoolean(parts[0]), due, Instant.parse(parts[2]), UUID.fromString(parts[3]));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            throw Problem.field("/cursor", "field-invalid", "cursor");
        }
    }
}
