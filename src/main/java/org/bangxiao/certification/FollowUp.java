package org.bangxiao.certification;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A case that follows a certificate: its renewal or a change of what was certified.
 *
 * @param changed what it asks to be otherwise, field by field with the text of both
 */
public record FollowUp(
        UUID applicationId, String kind, ApplicationState state, Instant createdAt, List<Difference> changed) {
    /** @param field name of the application's field, e.g. {@code nameZh} */
    public record Difference(String field, String before, String after) {}

    public boolean open() {
        return !state.closed();
    }
}
