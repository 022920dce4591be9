package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPack;

/** One case put before whoever may see it: with its standing, what changed since the last decision, and its digest. */
@ApplicationScoped
class Cases {
    private final Tx tx;
    private final BusinessClock clock;
    private final PinnedPacks packs;
    private final Applications applications;
    private final QueueRepository queue;
    private final CaseFiles files;
    private final Sight sight;

    Cases(
            Tx tx,
            BusinessClock clock,
            PinnedPacks packs,
            Applications applications,
            QueueRepository queue,
            CaseFiles files,
            Sight sight) {
        this.tx = tx;
        this.clock = clock;
        this.packs = packs;
        this.applications = applications;
        this.queue = queue;
        this.files = files;
        this.sight = sight;
    }

    /** {@code not-found} where the actor may not see it. */
    Uni<CaseView> find(Actor actor, UUID id) {
        return applications
                .find(actor, id)
                .chain(view -> packs.at(view.packVersion())
                        .chain(pack -> files.of(view)
                                .chain(evidence -> tx.read(connection -> queue.standing(connection, id))
                                        .map(standing -> view(actor, view, pack, evidence, standing)))));
    }

    private CaseView view(
            Actor actor, ApplicationView view, PolicyPack pack, List<CaseFile> evidence, Standing standing) {
        List<DecisionView> decisions = view.decisions();
        return new CaseView(
                view,
                standing,
                sight.digest(view, evidence),
                evidence,
                decisions.isEmpty() ? List.of() : sight.changes(last(decisions), view, evidence),
                standing.overdueOn(clock.today()),
                turn(actor, view, pack));
    }

    private static DecisionView last(List<DecisionView> decisions) {
        for (int i = decisions.size() - 1; i > 0; i--) {
            if (decisions.get(i).seen() != null) {
                return decisions.get(i);
            }
        }
        return decisions.get(0);
    }

    private static boolean turn(Actor actor, ApplicationView view, PolicyPack pack) {
        String step = view.step();
        return step != null
                && view.state() == ApplicationState.IN_REVIEW
                && Course.role(
                                actor,
                                pack,
                                pack.reviewStep(step).level(),
                                view.product().countyCode())
                        .isPresent()
                && actor.grants().stream()
                        .noneMatch(grant -> view.organisationId().equals(grant.organisationId()));
    }
}
