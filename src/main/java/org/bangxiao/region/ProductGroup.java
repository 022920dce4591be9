package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of product in the scheme's own words, with what must be shown for it.
 *
 * @param evidence ids of the documents every application of the group needs
 * @param places true where nothing is weighed or kept in stock: capacity is the places or visits of a year
 * @param rawLots true where the raw material is to be named lot by lot
 */
public record ProductGroup(
        String id,
        Label name,
        List<String> evidence,
        boolean places,
        boolean rawLots,
        List<String> source,
        @Nullable String assumption) {
    public ProductGroup {
        evidence = Given.list(evidence);
        source = Given.list(source);
    }
}
