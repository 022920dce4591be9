package org.bangxiao.region;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a supplier must hold to sell, by what it is, and what its papers answer when it applies.
 *
 * @param remindDaysBefore how many days before a document's last day its holder is told, the longest first
 * @param answers          items of an application that the supplier's own file answers
 */
public record SupplierPapers(
        List<Integer> remindDaysBefore,
        List<OfKind> kinds,
        List<Answer> answers,
        List<String> source,
        @Nullable String assumption) {
    public SupplierPapers {
        remindDaysBefore = List.copyOf(remindDaysBefore);
        kinds = List.copyOf(kinds);
        answers = Given.list(answers);
        source = Given.list(source);
    }

    /**
     * One kind of supplier.
     *
     * @param kind      COOPERATIVE, COMPANY, FAMILY_FARM or AGENT
     * @param documents ids of the pack's documents
     */
    public record OfKind(String kind, List<String> documents) {}

    /**
     * One item that need not be handed in again.
     *
     * @param evidence id of the pack's document that an application needs
     * @param papers   ids of the pack's documents in a supplier's file, any of which answers for it
     */
    public record Answer(String evidence, List<String> papers) {}

    List<String> of(String kind) {
        return kinds.stream()
                .filter(one -> one.kind().equals(kind))
                .flatMap(one -> one.documents().stream())
                .toList();
    }
}
