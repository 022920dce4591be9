package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.Mandates;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** Who applies for whom: a supplier for itself, an agent for those whose mandate says so. */
@ApplicationScoped
class Applicants {
    private final Tx tx;
    private final Mandates mandates;

    Applicants(Tx tx, Mandates mandates) {
        this.tx = tx;
        this.mandates = mandates;
    }

    /** Whether the application is the actor's to write: its own supplier's, or one that it may apply for. */
    Uni<Boolean> own(Actor actor, ApplicationView view) {
        return appliesFor(actor, view.organisationId(), view.productId());
    }

    /** Passes where it is; {@code not-found} otherwise. */
    Uni<Void> requireOwn(Actor actor, ApplicationView view) {
        return own(actor, view).invoke(Applicants::orNotFound).replaceWithVoid();
    }

    /**
     * In whose name a new application is opened: the actor's own supplier where nobody is named; {@code not-found} for
     * somebody whom it may not apply for.
     */
    Uni<UUID> supplier(Actor actor, @Nullable UUID named) {
        UUID own = actor.requireOrganisationAs(Role.SUPPLIER);
        UUID supplier = named == null ? own : named;
        return appliesFor(actor, supplier, null).invoke(Applicants::orNotFound).replaceWith(supplier);
    }

    /** The others whom the actor may apply for. */
    Uni<List<Mandates.Supplier>> others(Actor actor) {
        return mandates.appliedFor(actor);
    }

    private Uni<Boolean> appliesFor(Actor actor, UUID supplier, @Nullable UUID product) {
        return actor.organisationAs(Role.SUPPLIER)
                .map(own -> own.equals(supplier)
                        ? Uni.createFrom().item(true)
                        : tx.read(connection -> mandates.appliesFor(connection, actor, supplier, product)))
                .orElseGet(() -> Uni.createFrom().item(false));
    }

    private static void orNotFound(boolean own) {
        if (!own) {
            throw Problem.notFound();
        }
    }
}
