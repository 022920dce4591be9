package org.bangxiao.certification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One paper of an application.
 *
 * @param kind      id of one of the pack's documents
 * @param sha256    hash of the kept bytes, hexadecimal
 * @param expiresOn last day on which it holds; null where it has none
 * @param widthPx   of a picture, 0 for a PDF
 * @param removable true while the applicant may still take it out
 */
public record EvidenceView(
        UUID id,
        String kind,
        String sha256,
        String name,
        String mediaType,
        long sizeBytes,
        int widthPx,
        @Nullable LocalDate expiresOn,
        Instant addedAt,
        boolean removable) {
    boolean holdsOn(LocalDate day) {
        return expiresOn == null || !expiresOn.isBefore(day);
    }

    public boolean picture() {
        return widthPx > 0;
    }
}
