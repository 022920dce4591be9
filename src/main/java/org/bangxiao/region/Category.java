package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An official kind of produce, in the {@link ProductGroup} whose evidence it needs.
 *
 * @param mostKilogramsPerMu the most that one mu yields in a year; null where no figure is known
 */
public record Category(
        String id,
        Label name,
        String productGroup,
        @Nullable Integer mostKilogramsPerMu,
        List<String> source,
        @Nullable String assumption) {
    public Category {
        source = Given.list(source);
    }
}
