package org.bangxiao.supervision;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.bangxiao.household.LinkKind;
import org.bangxiao.kernel.Money;
import org.jspecify.annotations.Nullable;

/**
 * One supplier, quarter and kind of link, as it was closed. Each certification criterion has its own kind of link (DOMAIN 6).
 *
 * @param number what lists go by
 * @param quarter the quarter's first day
 * @param claimed of the links that the certificates rest on, on the day of each application
 * @param whole all workers, members, grams or square metres of those links
 * @param linked of all links of the kind, on the quarter's last day
 * @param credited out of the quarter's sales
 * @param sold whether there were sales out of which a household could have been credited
 * @param tolerancePercent the pack's figure of the day of closing
 * @param caseId the case of the watch that it opened
 */
public record Reconciliation(
        UUID id,
        long number,
        UUID organisationId,
        String supplierZh,
        String supplierEn,
        String countyCode,
        LocalDate quarter,
        LinkKind kind,
        Side claimed,
        long whole,
        Side linked,
        Credited credited,
        boolean sold,
        int tolerancePercent,
        boolean fallsShort,
        Instant closedAt,
        @Nullable UUID caseId,
        boolean demo) {
    private static final int WHOLE_PERCENT = 100;
    private static final int MONTHS_A_QUARTER = 3;

    /**
     * People behind links.
     *
     * @param measure persons, grams or square metres by kind
     */
    public record Side(int households, long persons, long measure) {}

    /** People with money. */
    public record Credited(int households, long persons, long fen) {}

    /** {@code 2026-Q3}. */
    public String period() {
        return period(quarter);
    }

    static String period(LocalDate quarter) {
        return quarter.getYear() + "-Q" + (quarter.getMonthValue() / MONTHS_A_QUARTER + 1);
    }

    /** How many people fewer (below 0: more) were credited than claimed. */
    public long shortPersons() {
        return claimed.persons() - credited.persons();
    }

    /** The same in whole per cent of those claimed, rounded towards 0; 0 where nobody was claimed. */
    public long shortPercent() {
        return claimed.persons() == 0 ? 0 : shortPersons() * WHOLE_PERCENT / claimed.persons();
    }

    /** The claimed part of the whole in basis points, rounded down. */
    public long claimedBasisPoints() {
        return Money.mulDiv(claimed.measure(), Money.WHOLE_IN_BASIS_POINTS, whole);
    }
}
