package org.bangxiao.certification;

import java.time.Instant;
import java.util.UUID;

/**
 * One decision, for the applicant and the offices.
 *
 * @param level {@code COUNTY}, {@code CITY} or {@code REGION}
 */
public record DecisionView(
        UUID id, String step, String level, DecisionOutcome outcome, String reason, Instant decidedAt) {}
