package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An official kind of produce, in the {@link ProductGroup} whose evidence it needs. */
public record Category(
        String id,
        Label name,
        String productGroup,
        List<String> source,
        @Nullable String assumption) {
    public Category {
        source = Given.list(source);
    }
}
