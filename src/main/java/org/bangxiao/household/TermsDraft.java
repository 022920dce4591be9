package org.bangxiao.household;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.kernel.Words;
import org.jspecify.annotations.Nullable;

/**
 * Terms as prepared; which figures there are depends on the link's kind.
 *
 * @param workUnit         WAGES: what is paid for
 * @param rateFen          WAGES for an hour or a piece, SHARES the floor for a share and period, PRODUCE the least for a
 *                         kilogram, LAND the rent of a mu and year, ASSET what each household that cannot work gets first
 *                         in a month
 * @param basisPoints      SHARES of the profit, ASSET of the project's income
 * @param periodMonths     SHARES: how long a period is, which closes with a month whose number this divides
 * @param yieldBasisPoints PRODUCE: grams sold of grams delivered, where all that is sold comes from deliveries recorded here
 * @param project          ASSET: the id of the village's project
 * @param rule             in words, e.g. the village's resolution; ASSET needs it
 */
public record TermsDraft(
        @Nullable WorkUnit workUnit,
        @Nullable Long rateFen,
        @Nullable Integer basisPoints,
        @Nullable Integer periodMonths,
        @Nullable Integer yieldBasisPoints,
        @Nullable String project,
        @Nullable String rule,
        @Nullable PassesTo leavesTo,
        @Nullable LocalDate validFrom) {
    static final long HIGHEST_FEN = 100_000_000;
    private static final int MOST_YIELD = 100_000;
    private static final List<Integer> PERIODS = List.of(1, 3, 6, 12);

    /** The same without what its kind does not have, words tidied; {@code invalid-input} with each field that is wrong. */
    TermsDraft checked(LinkKind kind, LocalDate linkFrom) {
        TermsDraft tidy = new TermsDraft(
                kind == LinkKind.WAGES ? workUnit : null,
                rateFen,
                kind.sharesIncome() ? basisPoints : null,
                kind == LinkKind.SHARES ? periodMonths : null,
                kind == LinkKind.PRODUCE ? yieldBasisPoints : null,
                kind == LinkKind.ASSET ? words(project) : null,
                words(rule),
                kind.recorded() ? PassesTo.REMAINING : leavesTo,
                validFrom);
        List<Problem.FieldError> errors = new ArrayList<>();
        tidy.check(kind, linkFrom, errors);
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return tidy;
    }

    private void check(LinkKind kind, LocalDate linkFrom, List<Problem.FieldError> errors) {
        missing(kind == LinkKind.WAGES && workUnit == null, "workUnit", errors);
        missing(rateFen == null, "rateFen", errors);
        missing(kind.sharesIncome() && basisPoints == null, "basisPoints", errors);
        missing(kind == LinkKind.ASSET && project == null, "project", errors);
        missing(kind == LinkKind.ASSET && rule == null, "rule", errors);
        missing(leavesTo == null, "leavesTo", errors);
        missing(validFrom == null, "validFrom", errors);
        wrong(
                kind == LinkKind.SHARES && !PERIODS.contains(periodMonths == null ? 0 : periodMonths),
                "periodMonths",
                "terms-period-unknown",
                errors);
        wrong(rateFen != null && (rateFen < 0 || rateFen > HIGHEST_FEN), "rateFen", "terms-rate-range", errors);
        wrong(outside(basisPoints, 0, Money.WHOLE_IN_BASIS_POINTS), "basisPoints", "terms-share-range", errors);
        wrong(outside(yieldBasisPoints, 1, MOST_YIELD), "yieldBasisPoints", "terms-yield-range", errors);
        wrong(project != null && project.length() > 40, "project", "terms-words-long", errors);
        wrong(rule != null && rule.length() > 300, "rule", "terms-words-long", errors);
        if (validFrom != null) {
            wrong(validFrom.isBefore(linkFrom), "validFrom", "terms-before-link", errors);
            // A month has one rate: what is recorded in it is summed first and rounded once.
            wrong(
                    kind == LinkKind.WAGES && validFrom.getDayOfMonth() != 1,
                    "validFrom",
                    "terms-from-first-of-month",
                    errors);
        }
    }

    private static boolean outside(@Nullable Integer value, int from, int to) {
        return value != null && (value < from || value > to);
    }

    private static void missing(boolean missing, String field, List<Problem.FieldError> errors) {
        wrong(missing, field, "field-required", errors);
    }

    private static void wrong(boolean wrong, String field, String code, List<Problem.FieldError> errors) {
        if (wrong) {
            errors.add(new Problem.FieldError("/" + field, code, List.of()));
        }
    }

    private static @Nullable String words(@Nullable String text) {
        String tidy = Words.tidy(text);
        return tidy.isEmpty() ? null : tidy;
    }
}
