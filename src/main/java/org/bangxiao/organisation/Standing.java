package org.bangxiao.organisation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.bangxiao.platform.BusinessClock;

/**
 * Whether a supplier may sell, with its whole past, so that any moment can be asked of it without the database. The same
 * rule stands in SQL as {@code organisation_sells}; a test holds the two together.
 *
 * @param confirmedOn its first day as a supplier
 * @param required    kinds of documents it must hold
 */
public record Standing(
        LocalDate confirmedOn,
        Set<String> required,
        List<Paper> papers,
        List<Stop> suspensions,
        List<Ban> blacklistings) {
    /** A confirmed document's days, both included. */
    record Paper(String kind, LocalDate from, LocalDate to) {}

    /** A suspension, its end excluded. */
    record Stop(Instant since, Instant until) {}

    /** Days on the blacklist, both included. */
    record Ban(LocalDate from, LocalDate to) {}

    public boolean sellsAt(Instant moment) {
        LocalDate day = BusinessClock.dayOf(moment);
        return !day.isBefore(confirmedOn)
                && suspensions.stream().noneMatch(stop -> !moment.isBefore(stop.since) && moment.isBefore(stop.until))
                && !blacklistedOn(day)
                && required.stream().allMatch(kind -> holds(kind, day));
    }

    boolean blacklistedOn(LocalDate day) {
        return blacklistings.stream().anyMatch(ban -> !day.isBefore(ban.from) && !day.isAfter(ban.to));
    }

    private boolean holds(String kind, LocalDate day) {
        return papers.stream()
                .anyMatch(paper -> paper.kind.equals(kind) && !day.isBefore(paper.from) && !day.isAfter(paper.to));
    }
}
