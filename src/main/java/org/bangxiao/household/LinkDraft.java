package org.bangxiao.household;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A benefit link as it is to be opened.
 *
 * @param whole all labour, members, grams or square metres, by kind
 */
public record LinkDraft(
        UUID organisationId,
        LinkKind kind,
        String title,
        long whole,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        List<Member> members,
        boolean demo) {
    /**
     * One household that takes part.
     *
     * @param persons how many of its people take part
     * @param weight  hours, shares, grams or square metres, by kind
     */
    public record Member(
            UUID householdId,
            int persons,
            long weight,
            LocalDate validFrom,
            @Nullable LocalDate validTo) {}
}
