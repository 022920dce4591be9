package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.household.BenefitLinks;
import org.bangxiao.household.CountedBefore;
import org.bangxiao.household.LinkFigures;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.Criterion;
import org.bangxiao.region.PolicyPack;
import org.jspecify.annotations.Nullable;

/** Gathers the facts of a day, from the register, from other applications and from the evidence, and has them checked. */
@ApplicationScoped
class Findings {
    private final Tx tx;
    private final BenefitLinks links;
    private final TwinRepository twins;
    private final EvidenceRepository evidence;
    private final FiledPapers filed;

    Findings(Tx tx, BenefitLinks links, TwinRepository twins, EvidenceRepository evidence, FiledPapers filed) {
        this.tx = tx;
        this.links = links;
        this.twins = twins;
        this.evidence = evidence;
        this.filed = filed;
    }

    /** The checks of an application as it stands, a draft with gaps included. */
    Uni<List<Check>> of(PolicyPack pack, ApplicationView view, LocalDate on) {
        return tx.read(connection -> of(connection, pack, view, on));
    }

    Uni<List<Check>> of(SqlConnection connection, PolicyPack pack, ApplicationView view, LocalDate on) {
        ApplicationDraft product = view.product();
        return figures(connection, product, on)
                .chain(figures -> countedBefore(connection, pack, figures.orElse(null), on)
                        .chain(before -> twins.like(connection, pack, view, on)
                                .chain(like -> twins.of(connection, view, on)
                                        .chain(same -> evidenceOf(connection, pack, view, on)
                                                .map(kinds -> Checks.of(
                                                        pack,
                                                        product,
                                                        new Facts(
                                                                figures.orElse(null),
                                                                before,
                                                                like,
                                                                same,
                                                                kinds,
                                                                on)))))));
    }

    /** The link's figures of a day; nothing while no link is chosen. */
    Uni<Optional<LinkFigures>> figures(SqlConnection connection, ApplicationDraft product, LocalDate on) {
        UUID link = product.linkId();
        return link == null
                ? Uni.createFrom().item(Optional.empty())
                : links.figures(connection, List.of(link), on).map(all -> Optional.ofNullable(all.get(link)));
    }

    /** Field problem {@code link-unknown} where the link is none of the organisation's own that certifies; none is no problem. */
    Uni<Void> ownLink(UUID organisationId, @Nullable UUID linkId, LocalDate on) {
        if (linkId == null) {
            return Uni.createFrom().voidItem();
        }
        return tx.read(connection -> links.figures(connection, List.of(linkId), on))
                .invoke(all -> {
                    LinkFigures figures = all.get(linkId);
                    if (figures == null
                            || !figures.organisationId().equals(organisationId)
                            || !figures.kind().certifies()) {
                        throw Problem.field("/linkId", "link-unknown");
                    }
                })
                .replaceWithVoid();
    }

    /** Kinds of papers that the application needs and lacks on a day, in the order of the pack's lists. */
    Uni<List<String>> lacking(PolicyPack pack, ApplicationView view, LocalDate on) {
        return tx.read(connection -> figures(connection, view.product(), on)
                .chain(figures -> evidenceOf(connection, pack, view, on)
                        .map(there -> Checklist.needed(pack, view.product(), figures.orElse(null)).stream()
                                .filter(kind -> !there.contains(kind))
                                .toList())));
    }

    /** Kinds of which a paper is at hand that holds: attached, or in the supplier's own file. */
    private Uni<Set<String>> evidenceOf(SqlConnection connection, PolicyPack pack, ApplicationView view, LocalDate on) {
        return evidence.kinds(connection, view.id(), on)
                .chain(attached -> filed.of(connection, pack, view.organisationId(), on)
                        .map(answers -> {
                            Set<String> kinds = new HashSet<>(attached);
                            kinds.addAll(FiledPapers.holding(answers, on));
                            return kinds;
                        }));
    }

    private Uni<CountedBefore> countedBefore(
            SqlConnection connection, PolicyPack pack, @Nullable LinkFigures figures, LocalDate on) {
        if (figures == null) {
            return Uni.createFrom().item(CountedBefore.NOBODY);
        }
        return LinkChecks.comparable(pack, figures).stream()
                .map(Criterion::countedOnce)
                .filter(once -> once != null)
                .findFirst()
                .map(once ->
                        links.countedBefore(connection, figures.linkId(), once == Criterion.CountedOnce.SUPPLIER, on))
                .orElseGet(() -> Uni.createFrom().item(CountedBefore.NOBODY));
    }
}
