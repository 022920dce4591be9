package org.bangxiao.catalogue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The days on which a service can be booked.
 *
 * @param cancelHours until so many hours before the day begins it is cancelled for nothing
 * @param days        the nearest first
 */
public record OpenDays(int cancelHours, List<Free> days) {
    /** @param places that can be booked; 0 where all are taken */
    public record Free(LocalDate day, long places) {
        /** 1 is Monday. */
        public int weekday() {
            return day.getDayOfWeek().getValue();
        }
    }

    static @Nullable OpenDays read(@Nullable Integer cancelHours, @Nullable String days) {
        return cancelHours == null || days == null
                ? null
                : new OpenDays(
                        cancelHours,
                        new JsonArray(days)
                                .stream()
                                        .map(JsonObject.class::cast)
                                        .map(day ->
                                                new Free(LocalDate.parse(day.getString("day")), day.getLong("free")))
                                        .toList());
    }

    /** The most places that any day still has. */
    public long most() {
        return days.stream().mapToLong(Free::places).max().orElse(0);
    }
}
