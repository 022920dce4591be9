package org.bangxiao.region;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an application is measured by beside the criteria.
 *
 * @param missingEvidence what happens to an application that is handed in without a document it needs
 * @param valueTolerancePercent how far quantity × price may stand off the yearly value that the supplier declares
 * @param leastYearlyValue what a product should be worth in a year, from a day on; null where no rule is known
 * @param geographicalIndications protected names and what allows to use them
 * @param batchWithoutComparing ids of checks that may have had nothing to compare with in a case that is passed among
 *     many; any other such case is opened and decided by itself
 */
public record ApplicationRules(
        Missing missingEvidence,
        int valueTolerancePercent,
        @Nullable LeastValue leastYearlyValue,
        GeographicalIndications geographicalIndications,
        List<String> batchWithoutComparing,
        List<String> source,
        @Nullable String assumption) {
    private static final long WHOLE_PERCENT = 100;

    public ApplicationRules {
        batchWithoutComparing = Given.list(batchWithoutComparing);
        source = Given.list(source);
    }

    /** How a missing document is taken. */
    public enum Missing {
        /** The officer sees it and may ask for more papers. */
        REMARK,
        /** Nothing is handed in without it. */
        REFUSE
    }

    /** A yearly value in fen that a product should reach, since a day. */
    public record LeastValue(
            long fen,
            LocalDate from,
            List<String> source,
            @Nullable String note) {
        public LeastValue {
            source = Given.list(source);
        }
    }

    /** One protected name, as the register of names writes it. */
    public record ProtectedName(
            String name, List<String> source, @Nullable String assumption) {
        public ProtectedName {
            source = Given.list(source);
        }
    }

    /**
     * Names that only their licensees may use.
     *
     * @param evidence ids of the documents that allow it
     */
    public record GeographicalIndications(List<String> evidence, List<ProtectedName> names) {
        public GeographicalIndications {
            evidence = Given.list(evidence);
            names = Given.list(names);
        }

        /** The protected name that a product's name holds; both without spaces and signs. */
        public Optional<ProtectedName> usedBy(String nameKey) {
            return names.stream().filter(one -> nameKey.contains(one.name())).findFirst();
        }
    }

    /** True where {@code quantity × price} is near enough to what is declared; all in fen. */
    public boolean near(long computedFen, long declaredFen) {
        return Math.multiplyExact(Math.abs(computedFen - declaredFen), WHOLE_PERCENT)
                <= Math.multiplyExact(declaredFen, valueTolerancePercent);
    }
}
