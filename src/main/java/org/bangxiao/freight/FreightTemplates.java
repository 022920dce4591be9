package org.bangxiao.freight;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** Suppliers say what they take for delivery. Orders keep the freight they were placed with. */
@ApplicationScoped
public class FreightTemplates {
    /** As many as a supplier can still tell apart. */
    static final int MOST = 20;

    /** Told once it is committed: what delivery of somebody's goods costs is another. */
    public record Changed(UUID organisationId) {}

    private final FreightRepository repository;
    private final Event<Changed> changed;
    private final BusinessClock clock;
    private final Tx tx;

    FreightTemplates(FreightRepository repository, Event<Changed> changed, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.changed = changed;
        this.clock = clock;
        this.tx = tx;
    }

    /** The supplier's own, the standard one first. */
    Uni<List<FreightTemplate>> own(Actor supplier) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        return tx.read(connection -> repository.all(connection, organisation));
    }

    /** Any supplier's, for choosing one for its goods. */
    public Uni<List<FreightTemplate>> of(SqlConnection connection, UUID organisation) {
        return repository.all(connection, organisation);
    }

    /** {@code not-found} where it is not the supplier's own. */
    Uni<FreightTemplate> find(UUID id, Actor supplier) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        return tx.read(connection -> find(connection, organisation, id));
    }

    private Uni<FreightTemplate> find(SqlConnection connection, UUID organisation, UUID id) {
        return repository.find(connection, organisation, id).map(found -> found.orElseThrow(Problem::notFound));
    }

    /**
     * Writes one whole, a new one where there is no id; the one before it is standard no more where this one is. The first
     * is standard in any case. {@code invalid-input} with each field that is wrong, {@code freight-name-taken},
     * {@code freight-templates-too-many}, {@code not-found}.
     */
    Uni<FreightTemplate> save(@Nullable UUID id, FreightTemplate written, Actor supplier) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        List<Problem.FieldError> errors = written.faults();
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        UUID kept = id == null ? Ids.next() : id;
        return tx.write(connection -> repository
                        .lock(connection, organisation)
                        .chain(count -> {
                            if (id == null && count >= MOST) {
                                throw FreightProblems.tooMany(MOST);
                            }
                            // The standard one stays so until another takes its place.
                            return (id == null
                                            ? Uni.createFrom().item(count == 0)
                                            : find(connection, organisation, id).map(FreightTemplate::standard))
                                    .map(standard -> new FreightTemplate(
                                            kept,
                                            written.name().strip(),
                                            written.standard() || standard,
                                            written.zones()))
                                    .chain(template -> repository.write(
                                            connection, organisation, kept, template, clock.instant()));
                        })
                        .chain(() -> Audit.write(
                                connection,
                                deed(supplier, id == null ? "freight-add" : "freight-change", kept, written.name())))
                        .chain(() -> find(connection, organisation, kept)))
                .onFailure()
                .transform(FreightProblems::of)
                .invoke(() -> changed.fire(new Changed(organisation)));
    }

    /** Goods that named it use the standard one from then on; {@code not-found} where it is not the supplier's own. */
    Uni<Void> remove(UUID id, Actor supplier) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        return tx.write(connection -> repository
                        .lock(connection, organisation)
                        .chain(() -> find(connection, organisation, id))
                        .call(() -> repository.remove(connection, organisation, id))
                        .chain(gone -> Audit.write(connection, deed(supplier, "freight-remove", id, gone.name()))))
                .invoke(() -> changed.fire(new Changed(organisation)));
    }

    private Audit.Deed deed(Actor supplier, String action, UUID id, String name) {
        return new Audit.Deed(
                clock.instant(),
                supplier.accountId(),
                supplier.personId(),
                Role.SUPPLIER,
                action,
                "freight",
                id.toString(),
                Map.of("name", name.strip()));
    }
}
