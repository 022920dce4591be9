package org.bangxiao.region;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;

/**
 * Which days count: Monday to Friday but for public holidays, and the weekends that are worked in exchange. Years that
 * the table does not know have weekends only.
 */
public record WorkingDays(Set<LocalDate> holidays, Set<LocalDate> exchanged) {
    public WorkingDays {
        holidays = Set.copyOf(holidays);
        exchanged = Set.copyOf(exchanged);
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
