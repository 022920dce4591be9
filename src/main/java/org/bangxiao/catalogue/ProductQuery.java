package org.bangxiao.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.region.Provinces;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for among the goods on sale. Empty texts ask for nothing.
 *
 * @param q    words in Chinese, pinyin, initials or English; at most 60 characters count
 * @param size 1 to 200
 */
public record ProductQuery(
        String q, ProductFilter filter, Sort sort, @Nullable String cursor, int size) {
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
        /**
         * The whole name first, then words of the name, then origin and kind; among equals what is in season, then the newest.
         * How much of it was ever ordered counts for nothing: orders that were cancelled, sold below cost or bought by their
         * own seller would else lift goods, and what nobody knows yet would never be seen.
         */
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

    /** What is in season first: that is what a visitor can have fresh. */
    static ProductQuery fresh(ProductFilter filter) {
        return new ProductQuery("", filter, Sort.SEASON, null, USUAL_SIZE);
    }

    /** {@code invalid-input} names each parameter that cannot be read. */
    static ProductQuery of(ProductQuestion asked) {
        List<Problem.FieldError> errors = new ArrayList<>();
        String words = words(asked.q);
        Sort order = usualSort(words);
        if (!text(asked.sort).isEmpty()) {
            Sort named = Sort.of(text(asked.sort));
            if (named == null) {
                errors.add(new Problem.FieldError("/sort", "sort-unknown", List.of()));
            } else {
                order = named;
            }
        }
        int pieces = size(asked.size, errors);
        ProductFilter filter = filter(asked, errors);
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        // Relevance without words would be an order by nothing.
        Sort meant = order == Sort.RELEVANCE && words.isEmpty() ? Sort.NEWEST : order;
        String place = text(asked.cursor);
        return new ProductQuery(words, filter, meant, place.isEmpty() ? null : place, pieces);
    }

    /** How many pieces a page shall have, {@link #USUAL_SIZE} where nothing is said. */
    static int size(@Nullable String given, List<Problem.FieldError> errors) {
        String size = text(given);
        if (size.isEmpty()) {
            return USUAL_SIZE;
        }
        if (size.matches("\\d{1,3}") && Integer.parseInt(size) >= 1 && Integer.parseInt(size) <= Page.MAX_SIZE) {
            return Integer.parseInt(size);
        }
        errors.add(new Problem.FieldError("/size", "size-out-of-range", List.of(Page.MAX_SIZE)));
        return USUAL_SIZE;
    }

    private static ProductFilter filter(ProductQuestion asked, List<Problem.FieldError> errors) {
        if (!text(asked.county).matches("(\\d{6})?")) {
            errors.add(new Problem.FieldError("/county", "area-code-invalid", List.of()));
        }
        if (!text(asked.category).matches("[a-z-]{0,60}")) {
            errors.add(new Problem.FieldError("/category", "category-invalid", List.of()));
        }
        if (!text(asked.certificate).matches("[a-z0-9-]{0,60}")) {
            errors.add(new Problem.FieldError("/certificate", "certificate-kind-invalid", List.of()));
        }
        if (!text(asked.shipsTo).isEmpty() && Provinces.of(text(asked.shipsTo)).isEmpty()) {
            errors.add(new Problem.FieldError("/shipsTo", "province-unknown", List.of(text(asked.shipsTo))));
        }
        Long from = fen("/priceFrom", asked.priceFrom, errors);
        Long to = fen("/priceTo", asked.priceTo, errors);
        if (from != null && to != null && from > to) {
            errors.add(new Problem.FieldError("/priceTo", "price-range-invalid", List.of()));
        }
        return new ProductFilter(
                text(asked.county),
                text(asked.category),
                text(asked.certificate),
                from,
                to,
                only("/inSeason", asked.inSeason, errors),
                only("/needsBuyers", asked.needsBuyers, errors),
                text(asked.shipsTo),
                month(asked.month, errors));
    }

    private static int month(@Nullable String given, List<Problem.FieldError> errors) {
        if (!text(given).matches("([1-9]|1[0-2])?")) {
            errors.add(new Problem.FieldError("/month", "month-invalid", List.of()));
            return 0;
        }
        return text(given).isEmpty() ? 0 : Integer.parseInt(text(given));
    }

    static boolean only(String pointer, @Nullable String given, List<Problem.FieldError> errors) {
        if (!text(given).matches("(true|false)?")) {
            errors.add(new Problem.FieldError(pointer, "true-or-false", List.of()));
        }
        return text(given).equals("true");
    }

    private static @Nullable Long fen(String pointer, @Nullable String given, List<Problem.FieldError> errors) {
        if (text(given).isEmpty()) {
            return null;
        }
        if (text(given).matches("\\d{1,10}")) {
            return Long.valueOf(text(given));
        }
        errors.add(new Problem.FieldError(pointer, "price-range-invalid", List.of()));
        return null;
    }

    /** The order where none is asked for. */
    Sort usualSort() {
        return usualSort(q);
    }

    private static Sort usualSort(String words) {
        return words.isEmpty() ? Sort.NEWEST : Sort.RELEVANCE;
    }

    /** The same goods from the beginning, for counting them. */
    ProductQuery whole() {
        return new ProductQuery(q, filter, Sort.NEWEST, null, 1);
    }

    /** The same question in other words. */
    ProductQuery asking(String words) {
        return new ProductQuery(words, filter, sort, cursor, size);
    }

    ProductQuery narrowed(ProductFilter other) {
        return new ProductQuery(q, other, sort, null, size);
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given.strip();
    }

    /** What was typed, so far as it counts. */
    static String words(@Nullable String typed) {
        String words = text(typed);
        return words.length() > MOST_CHARACTERS ? words.substring(0, MOST_CHARACTERS) : words;
    }
}
