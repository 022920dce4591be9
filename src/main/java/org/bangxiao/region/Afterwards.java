package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may become of a certificate after the announcement, and which level may bring it about.
 *
 * @param suspend ids of the levels that may stop it for a time; none: the highest only, as in the two that follow
 * @param lift    levels that may let it hold again; never a lower one than stopped it
 * @param revoke  levels that may take it back for good
 */
public record Afterwards(
        List<String> suspend,
        List<String> lift,
        List<String> revoke,
        Renewal renewal,
        List<String> source,
        @Nullable String assumption) {
    /** Where a pack says nothing only the highest level acts, and a renewal takes every step. */
    static final Afterwards STRICT =
            new Afterwards(List.of(), List.of(), List.of(), new Renewal(1, null), List.of(), null);

    public Afterwards {
        source = Given.list(source);
    }

    /**
     * How a certificate is renewed.
     *
     * @param opensDaysBefore days before its last day from which a supplier may ask for it
     * @param unchangedSteps  the steps that are taken where nothing changed; none given: all of them
     */
    public record Renewal(int opensDaysBefore, @Nullable List<String> unchangedSteps) {}

    /** Whether an unchanged renewal passes through that step. */
    public boolean takesUnchanged(String step) {
        List<String> taken = renewal.unchangedSteps();
        return taken == null || taken.contains(step);
    }
}
