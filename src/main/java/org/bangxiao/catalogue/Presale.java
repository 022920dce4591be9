package org.bangxiao.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Goods that are sold before they can be sent. How many are offered is the listing's stock.
 *
 * @param soldUntil the last day in China on which they can be ordered, not after {@code sendTo}
 * @param sendFrom  the first day on which they are sent
 * @param sendTo    the last; at most {@value #FARTHEST_DAYS} days after the day on which this is said
 */
public record Presale(LocalDate soldUntil, LocalDate sendFrom, LocalDate sendTo) {
    /** A harvest farther away is a guess. */
    static final int FARTHEST_DAYS = 120;

    private static final int YEAR = 12;

    static @Nullable Presale of(
            @Nullable LocalDate soldUntil, @Nullable LocalDate sendFrom, @Nullable LocalDate sendTo) {
        return soldUntil == null || sendFrom == null || sendTo == null
                ? null
                : new Presale(soldUntil, sendFrom, sendTo);
    }

    /** What an order that is placed now is promised. */
    @JsonIgnore
    public SendWindow window() {
        return new SendWindow(sendFrom, sendTo);
    }

    /** Whether nothing can be ordered any more. */
    public boolean over(LocalDate day) {
        return day.isAfter(soldUntil);
    }

    /**
     * Each field that is wrong: {@code presale-from-tomorrow}, {@code presale-window}, {@code presale-too-far},
     * {@code presale-sold-until}, {@code presale-out-of-season}.
     *
     * @param before  what was said until now: a window that has begun may stay
     * @param harvest the months of the certified harvest; none or all of them bind nothing
     */
    List<Problem.FieldError> faults(LocalDate today, @Nullable Presale before, List<Integer> harvest) {
        List<Problem.FieldError> errors = new ArrayList<>();
        boolean kept = before != null && before.sendFrom.equals(sendFrom);
        if (!kept && !sendFrom.isAfter(today)) {
            errors.add(new Problem.FieldError("/sendFrom", "presale-from-tomorrow", List.of()));
        } else if (!harvested(sendFrom, harvest)) {
            errors.add(outOfSeason("/sendFrom", harvest));
        }
        if (sendTo.isBefore(sendFrom)) {
            errors.add(new Problem.FieldError("/sendTo", "presale-window", List.of()));
        } else if (sendTo.isAfter(today.plusDays(FARTHEST_DAYS))) {
            errors.add(new Problem.FieldError("/sendTo", "presale-too-far", List.of(FARTHEST_DAYS)));
        } else if (!sendFrom.datesUntil(sendTo.plusDays(1)).allMatch(day -> harvested(day, harvest))) {
            errors.add(outOfSeason("/sendTo", harvest));
        }
        if (soldUntil.isBefore(today) || soldUntil.isAfter(sendTo)) {
            errors.add(new Problem.FieldError("/soldUntil", "presale-sold-until", List.of()));
        }
        return errors;
    }

    private static boolean harvested(LocalDate day, List<Integer> harvest) {
        return harvest.isEmpty() || harvest.size() == YEAR || harvest.contains(day.getMonthValue());
    }

    private static Problem.FieldError outOfSeason(String pointer, List<Integer> harvest) {
        return new Problem.FieldError(
                pointer,
                "presale-out-of-season",
                List.of(harvest.stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }
}
