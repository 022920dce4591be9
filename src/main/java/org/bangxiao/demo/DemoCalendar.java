package org.bangxiao.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * When the demo world's past happened: everything is certified and listed before the last full month begins, that month
 * is sold through and settled, the current month is open. The gaps leave room for notices of any pack's length.
 */
record DemoCalendar(LocalDate today) {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    LocalDate settledMonth() {
        return today.withDayOfMonth(1).minusMonths(1);
    }

    LocalDate opening() {
        return settledMonth().minusDays(75);
    }

    LocalDate application() {
        return settledMonth().minusDays(60);
    }

    LocalDate announcement() {
        return settledMonth().minusDays(12);
    }

    LocalDate listing() {
        return settledMonth().minusDays(5);
    }

    /** Nine in the morning of that day in China. */
    static Instant morningOf(LocalDate day) {
        return day.atTime(9, 0).atZone(CHINA).toInstant();
    }
}
