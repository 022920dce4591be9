package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.household.BenefitLinks;
import org.bangxiao.household.LinkFigures;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PolicyPack;

/** Gathers the figures of a day, from the register and from like products, and has them checked against the pack. */
@ApplicationScoped
class Findings {
    private final Tx tx;
    private final BenefitLinks links;
    private final CaseRepository cases;

    Findings(Tx tx, BenefitLinks links, CaseRepository cases) {
        this.tx = tx;
        this.links = links;
        this.cases = cases;
    }

    Uni<List<Check>> of(PolicyPack pack, ApplicationDraft product, LocalDate on) {
        return links.figures(product.linkId(), on)
                .chain(figures -> tx.read(connection -> cases.like(connection, pack.key(), product.category()))
                        .map(like -> Checks.of(pack, product, figures, like, on)));
    }

    /** Field problem {@code link-unknown} where the link is not one of the organisation's own. */
    Uni<LinkFigures> ownLink(UUID organisationId, UUID linkId, LocalDate on) {
        return links.figures(linkId, on)
                .onFailure(failure -> failure instanceof Problem problem && problem.kind() == Problem.Kind.NOT_FOUND)
                .transform(unknown -> linkUnknown())
                .invoke(figures -> {
                    if (!figures.organisationId().equals(organisationId)) {
                        throw linkUnknown();
                    }
                });
    }

    private static Problem linkUnknown() {
        return Problem.field("/linkId", "link-unknown");
    }
}
