package org.bangxiao.certification;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How a case stands in an office's queue.
 *
 * @param level       id of the level whose turn it is; null outside a review
 * @param dueOn       last day of the level's term
 * @param escalatedAt when the term was found to have passed
 * @param supervised  its county went first on the day of the submission
 * @param unsoldStock an officer found stock of it unsold
 * @param findings    {@code GREEN}, {@code OPEN} where something had nothing to compare with, {@code REMARK},
 *                    {@code NOT_MET} or {@code NONE}
 */
record Standing(
        @Nullable String level,
        @Nullable LocalDate dueOn,
        @Nullable Instant escalatedAt,
        boolean supervised,
        boolean unsoldStock,
        String findings) {
    boolean priority() {
        return supervised || unsoldStock;
    }

    boolean overdueOn(LocalDate today) {
        return dueOn != null && today.isAfter(dueOn);
    }
}
