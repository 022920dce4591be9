package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step on the way from an application to a certificate, in the order of the pack.
 *
 * @param level id of the pack's level whose turn it is
 * @param days how long a notice stands, or how long the level has to decide; the announcement has none
 * @param calendar whether {@code days} are working or natural days
 * @param objections of a notice: who answers them
 * @param assumption what in the step no source proves
 */
public record ReviewStep(
        String id,
        Kind kind,
        String level,
        Label name,
        @Nullable Integer days,
        @Nullable DayCount calendar,
        @Nullable ObjectionTerm objections,
        List<String> source,
        @Nullable String assumption) {
    public ReviewStep {
        source = Given.list(source);
    }

    /** A decision, a list posted for objections, or the published result. */
    public enum Kind {
        REVIEW,
        NOTICE,
        ANNOUNCEMENT
    }

    /** Which days count. */
    public enum DayCount {
        WORKING,
        NATURAL
    }
}
