package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.order.Claim.Side;
import org.bangxiao.platform.BusinessClock;

/** Which claims somebody at a desk may see, and on whose side that is. */
@ApplicationScoped
class ClaimSight {
    static final List<String> PLATFORM = List.of(Role.TASK_FORCE, Role.FINANCE);

    private final ClaimReadRepository reads;
    private final BusinessClock clock;

    ClaimSight(ClaimReadRepository reads, BusinessClock clock) {
        this.reads = reads;
        this.clock = clock;
    }

    /**
     * A claim of the supplier's own, one about an order that an agent has a mandate for all of, or one of the office's
     * area; anything else is {@code not-found}.
     */
    Uni<Claim> claim(SqlConnection connection, Actor actor, UUID id) {
        return reads.find(connection, id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .call(claim -> sees(connection, actor, claim).invoke(sees -> {
                    if (!sees) {
                        throw Problem.notFound();
                    }
                }));
    }

    private Uni<Boolean> sees(SqlConnection connection, Actor actor, Claim claim) {
        Optional<UUID> organisation = actor.organisationAs(Role.SUPPLIER);
        if (isOwn(actor, claim) || isOffice(actor, claim)) {
            return Uni.createFrom().item(true);
        }
        return organisation.isEmpty()
                ? Uni.createFrom().item(false)
                : reads.actedFor(connection, organisation.get(), clock.today(), claim.id());
    }

    /** Of somebody who sees it. */
    static Side side(Actor actor, Claim claim) {
        return isOwn(actor, claim) || !isOffice(actor, claim) ? Side.SUPPLIER : Side.PLATFORM;
    }

    private static boolean isOwn(Actor actor, Claim claim) {
        return actor.organisationAs(Role.SUPPLIER)
                .filter(claim.organisationId()::equals)
                .isPresent();
    }

    private static boolean isOffice(Actor actor, Claim claim) {
        return PLATFORM.stream().anyMatch(role -> actor.actsIn(role, claim.countyCode()));
    }
}
