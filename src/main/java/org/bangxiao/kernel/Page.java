package org.bangxiao.kernel;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list that is read by cursor.
 *
 * @param next  what to send as {@code cursor} for the following page; null on the last
 * @param total how many there are in all, or -1 where counting would cost more than the page
 */
public record Page<T>(List<T> items, @Nullable String next, long total) {
    /** The page-size limit of every list. */
    public static final int MAX_SIZE = 200;

    /** A size as asked for, within the limits of every list. */
    public static int sizeOf(int asked) {
        return Math.max(1, Math.min(asked, MAX_SIZE));
    }

    /**
     * A page out of what was read for it.
     *
     * @param found  as many as fit, and one more where there is a next page
     * @param cursor of an item: where the page after it goes on
     */
    public static <T> Page<T> of(List<T> found, int size, Function<T, String> cursor) {
        return of(found, size, cursor, -1);
    }

    /** The same, of a list that was counted. */
    public static <T> Page<T> of(List<T> found, int size, Function<T, String> cursor, long total) {
        boolean more = found.size() > size;
        List<T> items = List.copyOf(more ? found.subList(0, size) : found);
        return new Page<>(items, more ? cursor.apply(items.get(size - 1)) : null, total);
    }

    /**
     * The number after which, or before which, a page begins.
     *
     * @param start where the first page begins, for an empty cursor
     * @param read  of the number in the width of its column
     * @throws Problem {@code field-invalid} at {@code /cursor}
     */
    public static <N extends Number> N numberOf(@Nullable String cursor, N start, Function<String, N> read) {
        if (cursor == null || cursor.isBlank()) {
            return start;
        }
        try {
            return read.apply(cursor);
        } catch (NumberFormatException e) {
            throw Problem.field("/cursor", "field-invalid", cursor);
        }
    }

    public <R> Page<R> map(Function<T, R> mapper) {
        return new Page<>(items.stream().map(mapper).toList(), next, total);
    }
}
