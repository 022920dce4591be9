package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a supplier must hold to sell, by what it is.
 *
 * @param remindDaysBefore how many days before a document's last day its holder is told, the longest first
 */
public record SupplierPapers(
        List<Integer> remindDaysBefore,
        List<OfKind> kinds,
        List<String> source,
        @Nullable String assumption) {
    public SupplierPapers {
        remindDaysBefore = List.copyOf(remindDaysBefore);
        kinds = List.copyOf(kinds);
        source = Given.list(source);
    }

    /**
     * One kind of supplier.
     *
     * @param kind      COOPERATIVE, COMPANY, FAMILY_FARM or AGENT
     * @param documents ids of the pack's documents
     */
    public record OfKind(String kind, List<String> documents) {}

    List<String> of(String kind) {
        return kinds.stream()
                .filter(one -> one.kind().equals(kind))
                .flatMap(one -> one.documents().stream())
                .toList();
    }
}
