package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pack may leave out, made whole. */
final class Given {
    private Given() {}

    static <T> List<T> list(@Nullable List<T> written) {
        return written == null ? List.of() : List.copyOf(written);
    }
}
