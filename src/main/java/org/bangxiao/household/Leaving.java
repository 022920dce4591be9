package org.bangxiao.household;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A household leaves a link.
 *
 * @param on          the first day without it
 * @param successorNo number of the household that takes its place, where the terms say that one is named
 */
public record Leaving(
        @Nullable LocalDate on,
        @Nullable Long successorNo,
        @Nullable String reason) {}
