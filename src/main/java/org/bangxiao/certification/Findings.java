package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
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

    Findings(Tx tx, BenefitLinks links, TwinRepository twins, EvidenceRepository evidence) {
        this.tx = tx;
        this.links = links;
        this.twins = twins;
        this.evidence = evidence;
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
                                        .chain(same -> evidence.kinds(connection, view.id(), on)
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

    /** Field problem {@code link-unknown} where the link is not one of the organisation's own; no link is no problem. */
    Uni<Void> ownLink(UUID organisationId, @Nullable UUID linkId, LocalDate on) {
        if (linkId == null) {
            return Uni.createFrom().voidItem();
        }
        return tx.read(connection -> links.figures(connection, List.of(linkId), on))
                .invoke(all -> {
                    LinkFigures figures = all.get(linkId);
                    if (figures == null || !figures.organisationId().equals(organisationId)) {
                        throw Problem.field("/linkId", "link-unknown");
                    }
                })
                .replaceWithVoid();
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
