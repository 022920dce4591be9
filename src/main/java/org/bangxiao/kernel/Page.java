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

    public <R> Page<R> map(Function<T, R> mapper) {
        return new Page<>(items.stream().map(mapper).toList(), next, total);
    }
}
