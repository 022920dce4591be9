package org.bangxiao.certification;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.household.BenefitLinks;
import org.bangxiao.household.LinkFigures;
import org.bangxiao.organisation.DocumentView;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPack;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of a case, in one order for everybody who takes its digest: what was attached, and of the supplier's own
 * file what answers in its stead today.
 */
@ApplicationScoped
class CaseFiles {
    private final Tx tx;
    private final BusinessClock clock;
    private final QueueRepository repository;
    private final FiledPapers filed;
    private final BenefitLinks links;
    private final PinnedPacks packs;

    CaseFiles(
            Tx tx,
            BusinessClock clock,
            QueueRepository repository,
            FiledPapers filed,
            BenefitLinks links,
            PinnedPacks packs) {
        this.tx = tx;
        this.clock = clock;
        this.repository = repository;
        this.filed = filed;
        this.links = links;
        this.packs = packs;
    }

    Uni<List<CaseFile>> of(ApplicationView view) {
        return of(List.of(view)).map(files -> files.getOrDefault(view.id(), List.of()));
    }

    /** Of many at once; an application without evidence is missing from the map. */
    Uni<Map<UUID, List<CaseFile>>> of(Collection<ApplicationView> views) {
        Set<String> versions = views.stream().map(ApplicationView::packVersion).collect(Collectors.toSet());
        return Multi.createFrom()
                .iterable(versions)
                .onItem()
                .transformToUniAndConcatenate(packs::at)
                .collect()
                .asMap(PolicyPack::version)
                .chain(known -> tx.read(connection -> of(connection, views, known)));
    }

    private Uni<Map<UUID, List<CaseFile>>> of(
            SqlConnection connection, Collection<ApplicationView> views, Map<String, PolicyPack> known) {
        LocalDate on = clock.today();
        List<UUID> ids = views.stream().map(ApplicationView::id).toList();
        List<UUID> linked = views.stream()
                .map(view -> view.product().linkId())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        Set<UUID> suppliers =
                views.stream().map(ApplicationView::organisationId).collect(Collectors.toSet());
        return repository
                .files(connection, ids, on)
                .chain(attached -> filed.held(connection, suppliers)
                        .chain(held -> links.figures(connection, linked, on).map(figures -> {
                            Map<UUID, List<CaseFile>> all = new HashMap<>();
                            for (ApplicationView view : views) {
                                UUID link = view.product().linkId();
                                List<CaseFile> files = joined(
                                        Objects.requireNonNull(known.get(view.packVersion())),
                                        view.product(),
                                        link == null ? null : figures.get(link),
                                        attached.getOrDefault(view.id(), List.of()),
                                        held.getOrDefault(view.organisationId(), List.of()),
                                        on);
                                if (!files.isEmpty()) {
                                    all.put(view.id(), files);
                                }
                            }
                            return all;
                        })));
    }

    private static List<CaseFile> joined(
            PolicyPack pack,
            ApplicationDraft product,
            @Nullable LinkFigures figures,
            List<QueueRepository.Attached> attached,
            List<DocumentView> held,
            LocalDate on) {
        List<CaseFile> files = new ArrayList<>();
        attached.forEach(one -> files.add(one.file()));
        Set<String> needed = Checklist.needed(pack, product, figures);
        FiledPapers.answers(pack, held, on).forEach((item, paper) -> {
            boolean instead = attached.stream()
                    .anyMatch(one -> one.holds() && one.file().document().equals(item));
            CaseFile file = new CaseFile(item, paper.sha256());
            if (needed.contains(item) && paper.holdsOn(on) && !instead && !files.contains(file)) {
                files.add(file);
            }
        });
        files.sort(Comparator.comparing(CaseFile::document).thenComparing(CaseFile::sha256));
        return files;
    }
}
