package org.bangxiao.supervision;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A visit as officers read it; the inspected learn of it when it is done, by its findings.
 *
 * @param chosenBy how the supplier was chosen: DRAW, RISK, CASE or OFFICER
 * @param facts what the choice was made from
 * @param findings how many were written down
 */
public record Inspection(
        UUID id,
        long number,
        String region,
        UUID organisationId,
        String supplierZh,
        String supplierEn,
        String countyCode,
        String chosenBy,
        @Nullable UUID drawId,
        @Nullable UUID caseId,
        List<Fact> facts,
        String reason,
        Instant orderedAt,
        @Nullable String summary,
        @Nullable Instant doneAt,
        int findings,
        boolean demo) {
    public boolean open() {
        return doneAt == null;
    }
}
