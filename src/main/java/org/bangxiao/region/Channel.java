package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way to the buyer. Every sale has exactly one as its primary channel; the id is stable over versions. */
public record Channel(
        String id,
        Label name,
        List<String> source,
        @Nullable String assumption) {
    public Channel {
        source = Given.list(source);
    }
}
