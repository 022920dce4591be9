package org.bangxiao.household;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/** Months as addresses write them: {@code 2026-11}. */
final class Months {
    private static final int FIRST_YEAR = 2016;
    private static final int LAST_YEAR = 2099;

    private Months() {}

    /** The first day of the month, of today's where none is given; field problem {@code date-invalid}. */
    static LocalDate first(@Nullable String month, LocalDate today) {
        if (month == null || month.isBlank()) {
            return today.withDayOfMonth(1);
        }
        try {
            YearMonth read = YearMonth.parse(month);
            if (read.getYear() < FIRST_YEAR || read.getYear() > LAST_YEAR) {
                throw Problem.field("/month", "date-invalid");
            }
            return read.atDay(1);
        } catch (DateTimeException e) {
            throw Problem.field("/month", "date-invalid");
        }
    }

    static String text(LocalDate first) {
        return YearMonth.from(first).toString();
    }
}
