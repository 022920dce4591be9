package org.bangxiao.region;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule that products are certified under.
 *
 * @param number the document's number where one is proven
 * @param basis the higher rule it carries out, where there is one
 * @param validityYears how long a certificate holds, in years from the day it is announced
 */
public record Scheme(
        Label name,
        LocalDate date,
        @Nullable String number,
        @Nullable Basis basis,
        int validityYears,
        List<String> source,
        @Nullable String assumption) {
    public Scheme {
        source = Given.list(source);
    }

    /** The higher rule by number and date. */
    public record Basis(String number, LocalDate date) {}

    /** The last day of a certificate announced on {@code announced}. */
    public LocalDate lastDay(LocalDate announced) {
        return announced.plusYears(validityYears).minusDays(1);
    }
}
