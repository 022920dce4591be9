package org.bangxiao.certification;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One decision, for the applicant and the offices.
 *
 * @param level    id of the pack's level
 * @param points   what a return asks to mend
 * @param seen     SHA-256 of what stood before the officer, in hexadecimal digits
 * @param files    the evidence that lay before the officer
 * @param snapshot the application as it was, as JSON
 */
public record DecisionView(
        UUID id,
        String step,
        String level,
        DecisionOutcome outcome,
        String reason,
        List<Point> points,
        @Nullable String seen,
        List<CaseFile> files,
        @JsonIgnore String snapshot,
        Instant decidedAt) {}
