package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document that an application may have to show.
 *
 * @param ofSupplier true where the paper is about the supplier, whatever the product: it serves another application too
 * @param expires true where the document has a last day, after which the product may not be sold
 */
public record EvidenceDocument(
        String id,
        Label name,
        boolean expires,
        boolean ofSupplier,
        List<String> source,
        @Nullable String assumption) {
    public EvidenceDocument {
        source = Given.list(source);
    }
}
