package org.bangxiao.household;

import java.time.LocalDate;
import java.util.List;
import org.bangxiao.kernel.Page;
import org.jspecify.annotations.Nullable;

/**
 * A benefit link with its terms, the newest version first, who takes part, and who came and went lately.
 */
public record LinkFile(LinkHead link, List<Terms> terms, Page<MemberRow> members, List<MemberRow.Change> changes) {
    /** The version that is in force that day, or null. */
    public @Nullable Terms inForceOn(LocalDate day) {
        return terms.stream().filter(one -> one.inForceOn(day)).findFirst().orElse(null);
    }

    /** The version on its way, or null. */
    public @Nullable Terms draft() {
        return terms.stream().filter(one -> one.state().open()).findFirst().orElse(null);
    }
}
