package org.bangxiao.supervision;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a finding.
 *
 * @param kind FOUND, ORDERED, PROVEN, SENT_BACK, CLOSED or ESCALATED
 * @param who the name on the account; nobody where the clock did it
 * @param files the pictures and papers that came with it
 */
public record Step(
        String kind, String content, Instant at, @Nullable String who, List<File> files) {
    /** A file by its hash; pictures are shown, papers are fetched. */
    public record File(String sha256, boolean picture) {}

    /** As the inspected read it. */
    Step withoutNames() {
        return new Step(kind, content, at, null, files);
    }
}
