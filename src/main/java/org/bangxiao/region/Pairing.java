package org.bangxiao.region;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A city on the other side that helps one county, for a time.
 *
 * @param unit the district or county inside the partner city, where proven
 * @param to last day, none for "still"
 */
public record Pairing(
        String countyCode,
        String partnerCityCode,
        Label partnerCity,
        @Nullable Label unit,
        LocalDate from,
        @Nullable LocalDate to,
        List<String> source,
        @Nullable String note) {
    public Pairing {
        source = Given.list(source);
    }

    public boolean holdsOn(LocalDate day) {
        return Period.contains(from, to, day);
    }
}
