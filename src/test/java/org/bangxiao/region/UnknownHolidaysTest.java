package org.bangxiao.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.bangxiao.platform.BusinessClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator reads at the start that the holidays of a year are missing, in time to add them. */
class UnknownHolidaysTest {
    @ParameterizedTest
    @CsvSource({
        "2026-06-01, ''",
        // The State Council tells the next year's holidays in November.
        "2026-11-30, ''",
        "2026-12-03, 2027",
        "2027-05-01, 2027",
    })
    void aYearWithoutHolidaysIsWarnedOfAtTheStart(LocalDate day, String year) {
        BusinessClock clock = new BusinessClock();
        clock.travelTo(day.atTime(9, 0).atZone(BusinessClock.CHINA).toInstant());
        List<String> warned = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                    warned.add(line.getMessage() + " " + Arrays.toString(line.getParameters()));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(PolicyPacks.class.getName());
        logger.addHandler(handler);
        try {
            new PolicyPacks(Optional.empty()).atStart(new StartupEvent(), clock);
        } finally {
            logger.removeHandler(handler);
        }
        if (year.isEmpty()) {
            assertThat(warned).isEmpty();
        } else {
            assertThat(warned).hasSize(2).allMatch(line -> line.contains(year));
            assertThat(warned).anyMatch(line -> line.contains("guangxi")).anyMatch(line -> line.contains("jiangxi"));
        }
    }
}
