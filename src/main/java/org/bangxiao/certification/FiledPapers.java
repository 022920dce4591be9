package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.organisation.DocumentView;
import org.bangxiao.organisation.SupplierFile;
import org.bangxiao.region.EvidenceDocument;
import org.bangxiao.region.PolicyPack;

/** Papers of suppliers' own files that answer items of their applications by themselves, as the packs say. */
@ApplicationScoped
class FiledPapers {
    private final SupplierFile file;

    FiledPapers(SupplierFile file) {
        this.file = file;
    }

    /** The paper that answers each item: the one that holds longest, or the last that did hold where none does. */
    Uni<Map<String, DocumentView>> of(SqlConnection connection, PolicyPack pack, UUID supplier, LocalDate on) {
        return held(connection, List.of(supplier))
                .map(held -> answers(pack, held.getOrDefault(supplier, List.of()), on));
    }

    Uni<Map<UUID, List<DocumentView>>> held(SqlConnection connection, Collection<UUID> suppliers) {
        return file.confirmed(connection, suppliers);
    }

    /** @param held those that hold longest first */
    static Map<String, DocumentView> answers(PolicyPack pack, List<DocumentView> held, LocalDate on) {
        Map<String, DocumentView> answers = new HashMap<>();
        for (EvidenceDocument item : pack.documents()) {
            List<String> kinds = pack.papersAnswering(item.id());
            held.stream()
                    .filter(paper ->
                            kinds.contains(paper.kind()) && !paper.issuedOn().isAfter(on))
                    .findFirst()
                    .ifPresent(paper -> answers.put(item.id(), paper));
        }
        return answers;
    }

    /** Items that a paper answers which holds on the day. */
    static Set<String> holding(Map<String, DocumentView> answers, LocalDate on) {
        return answers.entrySet().stream()
                .filter(answer -> answer.getValue().holdsOn(on))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
