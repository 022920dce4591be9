package org.bangxiao.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Messages;
import org.jspecify.annotations.Nullable;

/**
 * When goods are sent and how they keep.
 *
 * @param saleMonths    1 to 12, ascending; none: in the months of the certified harvest
 * @param shelfLifeDays 1 to 3650; null: not said
 * @param storage       up to 60 characters, e.g. 阴凉干燥
 */
public record ShelfData(List<Integer> saleMonths, @Nullable Integer shelfLifeDays, String storage) {
    private static final int LONGEST_LIFE = 3_650;
    private static final int LONGEST_STORAGE = 60;
    private static final int YEAR = 12;

    /** Each field that is wrong. */
    List<Problem.FieldError> faults() {
        List<Problem.FieldError> errors = new ArrayList<>();
        if (saleMonths.stream().anyMatch(month -> month < 1 || month > YEAR)) {
            errors.add(new Problem.FieldError("/saleMonths", "months-unreadable", List.of()));
        }
        if (shelfLifeDays != null && (shelfLifeDays < 1 || shelfLifeDays > LONGEST_LIFE)) {
            errors.add(new Problem.FieldError("/shelfLifeDays", "quantity-out-of-range", List.of(LONGEST_LIFE)));
        }
        if (storage.length() > LONGEST_STORAGE) {
            errors.add(new Problem.FieldError("/storage", "field-too-long", List.of(LONGEST_STORAGE)));
        }
        return errors;
    }

    /** {@code 10-12, 1} or {@code 10,11,12,1} as months, ascending; a month that cannot be read stands as 0. */
    static List<Integer> months(String text) {
        TreeSet<Integer> months = new TreeSet<>();
        String plain = text;
        for (String language : Messages.LANGUAGES) {
            for (String word : Messages.get(language, "listing.months.to").split(" ", 0)) {
                plain = plain.replace(word, "-");
            }
        }
        for (String part : plain.replaceAll("[\\p{IsHan}\\s]", "").split("[,，、;；]", 0)) {
            if (part.isEmpty()) {
                continue;
            }
            if (!part.matches("\\d{1,2}(-\\d{1,2})?")) {
                months.add(0);
                continue;
            }
            String[] ends = part.split("-", 2);
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (first < 1 || first > YEAR || last < 1 || last > YEAR) {
                months.add(0);
                continue;
            }
            for (int month = first; month != last; month = month % YEAR + 1) {
                months.add(month);
            }
            months.add(last);
        }
        return List.copyOf(months);
    }
}
