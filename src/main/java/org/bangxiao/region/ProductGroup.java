package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of product in the scheme's own words, with what must be shown for it.
 *
 * @param evidence ids of the documents every application of the group needs
 */
public record ProductGroup(
        String id,
        Label name,
        List<String> evidence,
        List<String> source,
        @Nullable String assumption) {
    public ProductGroup {
        evidence = Given.list(evidence);
        source = Given.list(source);
    }
}
