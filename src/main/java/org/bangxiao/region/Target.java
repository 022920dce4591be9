package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many sales points of a kind the region wants at least. */
public record Target(
        String id,
        Label name,
        int count,
        List<String> source,
        @Nullable String assumption) {
    public Target {
        source = Given.list(source);
    }
}
