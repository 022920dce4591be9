package org.bangxiao.catalogue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A zone as its operator writes it.
 *
 * @param slug   3–40 small letters, digits and single hyphens
 * @param nameZh at most 40 letters, {@code nameEn} 80; {@code leadZh} 300, {@code leadEn} 600
 * @param to     not before {@code from}
 */
public record ZoneDraft(
        @Nullable String slug,
        @Nullable String nameZh,
        @Nullable String nameEn,
        @Nullable String leadZh,
        @Nullable String leadEn,
        @Nullable LocalDate from,
        @Nullable LocalDate to) {
    private static final Pattern SLUG = Pattern.compile("(?=.{3,40}$)[a-z0-9]+(-[a-z0-9]+)*");

    /** The same with everything there. */
    record Checked(
            String slug, String nameZh, String nameEn, String leadZh, String leadEn, LocalDate from, LocalDate to) {}

    /** Field problems {@code zone-slug}, {@code field-required}, {@code field-too-long}, {@code date-invalid}, {@code zone-days}. */
    Checked checked() {
        List<Problem.FieldError> errors = new ArrayList<>();
        String address = slug == null ? "" : slug.strip();
        if (!SLUG.matcher(address).matches()) {
            errors.add(new Problem.FieldError("/slug", "zone-slug", List.of()));
        }
        String zh = need(errors, "/nameZh", nameZh, 40);
        String en = need(errors, "/nameEn", nameEn, 80);
        String saysZh = need(errors, "/leadZh", leadZh, 300);
        String saysEn = need(errors, "/leadEn", leadEn, 600);
        LocalDate first = day(errors, "/from", from);
        LocalDate last = day(errors, "/to", to);
        if (errors.isEmpty() && last.isBefore(first)) {
            errors.add(new Problem.FieldError("/to", "zone-days", List.of()));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return new Checked(address, zh, en, saysZh, saysEn, first, last);
    }

    private static String need(List<Problem.FieldError> errors, String pointer, @Nullable String value, int most) {
        String text = value == null ? "" : value.strip();
        if (text.isEmpty()) {
            errors.add(new Problem.FieldError(pointer, "field-required", List.of()));
        } else if (text.length() > most) {
            errors.add(new Problem.FieldError(pointer, "field-too-long", List.of(most)));
        }
        return text;
    }

    private static LocalDate day(List<Problem.FieldError> errors, String pointer, @Nullable LocalDate day) {
        boolean there = day != null && day.getYear() >= 2000 && day.getYear() < 2100;
        if (!there) {
            errors.add(new Problem.FieldError(pointer, "date-invalid", List.of()));
        }
        return day == null ? LocalDate.EPOCH : day;
    }
}
