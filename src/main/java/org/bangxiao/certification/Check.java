package org.bangxiao.certification;

import java.time.LocalDate;
import java.util.List;
import org.bangxiao.region.Label;
import org.jspecify.annotations.Nullable;

/**
 * One thing the machine looked at, with the figure it saw and where rule and figure come from.
 *
 * @param id        {@code exclusion}, {@code origin}, {@code link} or {@code price}
 * @param variant   which sentence says it: {@code certification.check.<id>.<variant>} with subject and figures
 * @param rule      the pack's words
 * @param sources   of the rule, as the pack names them
 * @param subject   what the sentence speaks of, as {0}
 * @param figures   as they are read, {1} and following
 * @param criterion id of the link criterion that was compared
 * @param on        day of the figures
 */
public record Check(
        String id,
        Result result,
        String variant,
        Label rule,
        List<String> sources,
        Label subject,
        List<String> figures,
        @Nullable String criterion,
        LocalDate on) {
    /** How it came out. */
    public enum Result {
        MET,
        /** The scheme forbids a pass. */
        NOT_MET,
        /** The officer should look twice. */
        REMARK,
        /** Nothing to compare with. */
        OPEN
    }

    public String messageKey() {
        return "certification.check." + id + "." + variant;
    }
}
