package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An official kind of produce, in the {@link ProductGroup} whose evidence it needs.
 *
 * @param varieties within which prices are compared; goods of none are compared with nothing
 * @param mostKilogramsPerMu the most that one mu yields in a year; null where no figure is known
 */
public record Category(
        String id,
        Label name,
        String productGroup,
        List<Variety> varieties,
        @Nullable Integer mostKilogramsPerMu,
        List<String> source,
        @Nullable String assumption) {
    public Category {
        varieties = Given.list(varieties);
        source = Given.list(source);
    }
}
