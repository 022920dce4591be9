package org.bangxiao.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The one clock of the service. What happened is an {@link Instant} in UTC; what a rule dates is a {@link LocalDate} in
 * Asia/Shanghai. Tests and the loading of the demo world set it; nothing else does.
 */
@ApplicationScoped
public class BusinessClock {
    public static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private volatile Clock clock = Clock.systemUTC();

    /** Now, to the microsecond: as fine as the database keeps it. */
    public Instant instant() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    public LocalDate today() {
        return dayOf(instant());
    }

    public static LocalDate dayOf(Instant instant) {
        return instant.atZone(CHINA).toLocalDate();
    }

    /** The posting period of an instant: the month in Asia/Shanghai as {@code yyyymm}. */
    public static int monthOf(Instant instant) {
        LocalDate day = dayOf(instant);
        return day.getYear() * 100 + day.getMonthValue();
    }

    /** Moves the service to another time from which the clock goes on ticking. */
    public void travelTo(Instant then) {
        clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), then));
    }

    /** Back to the system's time. */
    public void reset() {
        clock = Clock.systemUTC();
    }
}
