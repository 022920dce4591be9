package org.bangxiao.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for among the goods on sale. Empty texts ask for nothing.
 *
 * @param q      words in Chinese, pinyin, initials or English; at most 60 characters count
 * @param county a county's code, or a prefecture's for all its counties
 * @param size   1 to 200
 */
public record ProductQuery(
        String q,
        String county,
        String category,
        Sort sort,
        @Nullable String cursor,
        int size) {
    /** How many a page shows where nothing else is asked for. */
    public static final int USUAL_SIZE = 24;

    private static final int MOST_CHARACTERS = 60;

    /** In which order. */
    public enum Sort {
        NEWEST('n'),
        PRICE_ASC('a'),
        PRICE_DESC('d'),
        /** What is harvested this month first, the newest of it before the rest. */
        SEASON('s'),
        /** The whole name first, then words of the name, then origin and kind; the newest first among equals. */
        RELEVANCE('r');

        private final char mark;

        Sort(char mark) {
            this.mark = mark;
        }

        /** Stands for the order in cursors. */
        char mark() {
            return mark;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static @Nullable Sort of(String word) {
            for (Sort sort : values()) {
                if (sort.word().equals(word)) {
                    return sort;
                }
            }
            return null;
        }
    }

    /** From an address: what is absent is not asked for; {@code invalid-input} names each parameter that cannot be read. */
    public static ProductQuery of(
            @Nullable String q,
            @Nullable String county,
            @Nullable String category,
            @Nullable String sort,
            @Nullable String cursor,
            @Nullable String size) {
        List<Problem.FieldError> errors = new ArrayList<>();
        String words = shortened(text(q));
        Sort order = words.isEmpty() ? Sort.NEWEST : Sort.RELEVANCE;
        if (!text(sort).isEmpty()) {
            Sort asked = Sort.of(text(sort));
            if (asked == null) {
                errors.add(new Problem.FieldError("/sort", "sort-unknown", List.of()));
            } else {
                order = asked;
            }
        }
        int pieces = USUAL_SIZE;
        if (!text(size).isEmpty()) {
            if (text(size).matches("\\d{1,3}")
                    && Integer.parseInt(text(size)) >= 1
                    && Integer.parseInt(text(size)) <= Page.MAX_SIZE) {
                pieces = Integer.parseInt(text(size));
            } else {
                errors.add(new Problem.FieldError("/size", "size-out-of-range", List.of(Page.MAX_SIZE)));
            }
        }
        if (!text(county).matches("(\\d{6})?")) {
            errors.add(new Problem.FieldError("/county", "area-code-invalid", List.of()));
        }
        if (!text(category).matches("[a-z-]{0,60}")) {
            errors.add(new Problem.FieldError("/category", "category-invalid", List.of()));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        // Relevance without words would be an order by nothing.
        Sort meant = order == Sort.RELEVANCE && words.isEmpty() ? Sort.NEWEST : order;
        String place = text(cursor);
        return new ProductQuery(words, text(county), text(category), meant, place.isEmpty() ? null : place, pieces);
    }

    /** The same goods from the beginning, for counting them. */
    ProductQuery whole() {
        return new ProductQuery(q, county, category, Sort.NEWEST, null, 1);
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given.strip();
    }

    private static String shortened(String words) {
        return words.length() > MOST_CHARACTERS ? words.substring(0, MOST_CHARACTERS) : words;
    }
}
