package org.bangxiao.region;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A county, district or city of a pack by its present code.
 *
 * @param tier id of one of the pack's tiers
 * @param exitYear the year for which it left the list of poor counties, where proven
 * @param former the code it had before, where it changed
 * @param groups dated memberships
 */
public record County(
        String code,
        Label name,
        String prefectureCode,
        Label prefecture,
        String tier,
        @Nullable Integer exitYear,
        @Nullable Former former,
        List<Membership> groups,
        List<String> source,
        @Nullable String note) {
    public County {
        groups = Given.list(groups);
        source = Given.list(source);
    }

    /** A code and name that are no longer used, and the last day on which they were. */
    public record Former(String code, Label name, LocalDate until) {}

    /** Belonging to a group of counties; a missing day is not proven or still open. */
    public record Membership(
            String group,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            List<String> source,
            @Nullable String note) {
        public Membership {
            source = Given.list(source);
        }
    }

    /** The code that was right on that day. */
    public String codeOn(LocalDate day) {
        return former != null && !day.isAfter(former.until()) ? former.code() : code;
    }

    public Label nameOn(LocalDate day) {
        return former != null && !day.isAfter(former.until()) ? former.name() : name;
    }

    public boolean in(String group, LocalDate day) {
        return groups.stream().anyMatch(g -> g.group().equals(group) && Period.contains(g.from(), g.to(), day));
    }

    boolean ever(String anyCode) {
        return code.equals(anyCode) || (former != null && former.code().equals(anyCode));
    }
}
