package org.bangxiao.organisation;

import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.SqlState;
import org.jspecify.annotations.Nullable;

/** Opens organisations and tells who they are. */
@ApplicationScoped
public class Organisations {
    private final OrganisationRepository repository;
    private final BusinessClock clock;

    Organisations(OrganisationRepository repository, BusinessClock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** The installation itself opens one: a supplier is taken on as it stands. See {@link #open(OrganisationDraft, Actor)}. */
    @WithTransaction
    public Uni<OrganisationView> open(OrganisationDraft draft) {
        return opened(draft, null);
    }

    /**
     * An administrator opens one; a supplier's papers are still to come. Fails with field problems
     * {@code credit-code-invalid} (wrong check character or missing), {@code credit-code-taken}, {@code area-code-invalid},
     * {@code organisation-name-length}.
     */
    @WithTransaction
    public Uni<OrganisationView> open(OrganisationDraft draft, Actor by) {
        return opened(draft, by);
    }

    /** The organisation, or null. */
    @WithSession
    public Uni<@Nullable OrganisationView> find(UUID id) {
        return repository.findById(id).map(found -> found == null ? null : found.view());
    }

    /** The names of many, by id; unknown ids are left out. */
    public Uni<Map<UUID, OrganisationView.Name>> names(SqlConnection connection, Collection<UUID> ids) {
        return repository.names(connection, ids);
    }

    private Uni<OrganisationView> opened(OrganisationDraft draft, @Nullable Actor by) {
        OrganisationProblems.check(draft);
        Organisation organisation = Organisation.open(draft, clock.instant());
        Audit.Deed deed = new Audit.Deed(
                organisation.createdAt,
                by == null ? null : by.accountId(),
                by == null ? null : by.personId(),
                null,
                "organisation-open",
                "organisation",
                organisation.id.toString(),
                Map.of("kind", draft.kind().name()));
        return repository
                .open(organisation, deed)
                .onFailure(failure -> SqlState.violates(failure, "organisation_credit_code_taken"))
                .transform(taken -> OrganisationProblems.creditCodeTaken())
                .call(open -> open.kind.supplies()
                        ? repository.openSupplier(open, by == null)
                        : Uni.createFrom().voidItem())
                .map(Organisation::view);
    }
}
