package org.bangxiao.household;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A household comes into a link, or takes part otherwise than before.
 *
 * @param householdNo its number in the register; not looked at where it takes part already
 * @param persons     how many of its people take part
 * @param weight      hours, shares, grams, square metres or parts, by kind
 * @param cannotWork  whether nobody of it can work
 * @param from        the first day
 */
public record Entering(
        @Nullable Long householdNo,
        @Nullable Integer persons,
        @Nullable Long weight,
        @Nullable Boolean cannotWork,
        @Nullable LocalDate from,
        @Nullable String reason) {}
