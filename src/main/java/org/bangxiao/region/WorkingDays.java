package org.bangxiao.region;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which days count: Monday to Friday but for public holidays, and the weekends that are worked in exchange. Years that
 * the table does not know have weekends only.
 */
public record WorkingDays(Set<LocalDate> holidays, Set<LocalDate> exchanged) {
    public WorkingDays {
        holidays = Set.copyOf(holidays);
        exchanged = Set.copyOf(exchanged);
    }

    /** The years of a time of which the table says nothing. */
    public List<Integer> unknownYears(LocalDate from, LocalDate to) {
        Set<Integer> known = Stream.concat(holidays.stream(), exchanged.stream())
                .map(LocalDate::getYear)
                .collect(Collectors.toSet());
        return IntStream.rangeClosed(from.getYear(), to.getYear())
                .boxed()
                .filter(year -> !known.contains(year))
                .toList();
    }

    public boolean isWorking(LocalDate day) {
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        return exchanged.contains(day) || (!weekend && !holidays.contains(day));
    }

    /** The {@code days}-th working day after {@code start}. */
    public LocalDate after(LocalDate start, int days) {
        LocalDate day = start;
        for (int left = days; left > 0; ) {
            day = day.plusDays(1);
            if (isWorking(day)) {
                left--;
            }
        }
        return day;
    }
}
