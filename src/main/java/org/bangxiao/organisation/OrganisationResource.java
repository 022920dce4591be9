package org.bangxiao.organisation;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/api/organisations")
@Cancellable(false)
@Tag(name = "organisations")
class OrganisationResource {
    /** What an administrator writes to open an organisation. */
    record NewOrganisation(
            @NotNull OrganisationKind kind,
            @NotNull String nameZh,
            @Nullable String nameEn,
            @Nullable String creditCode,
            @NotNull String areaCode) {}

    private final Organisations organisations;
    private final CurrentActor currentActor;

    OrganisationResource(Organisations organisations, CurrentActor currentActor) {
        this.organisations = organisations;
        this.currentActor = currentActor;
    }

    @POST
    @RolesAllowed(Role.ADMINISTRATOR)
    @Operation(summary = "Open an organisation")
    public Uni<Response> open(@NotNull @Valid NewOrganisation body) {
        OrganisationDraft draft = new OrganisationDraft(
                body.kind(),
                body.nameZh(),
                Objects.requireNonNullElse(body.nameEn(), ""),
                body.creditCode(),
                body.areaCode(),
                false);
        return organisations
                .open(draft, currentActor.required())
                .map(opened -> Response.status(Response.Status.CREATED)
                        .header("Location", "/api/organisations/" + opened.id())
                        .entity(opened)
                        .build());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMINISTRATOR, Role.AUDITOR, Role.SUPPLIER, Role.PARTNER, Role.BUYER_MANAGER})
    @Operation(summary = "An organisation: all for administrator and auditor, their own for everybody else")
    public Uni<OrganisationView> one(@PathParam("id") UUID id) {
        Actor actor = currentActor.required();
        boolean own = actor.grants().stream().anyMatch(grant -> id.equals(grant.organisationId()));
        if (!own && !actor.has(Role.ADMINISTRATOR) && !actor.has(Role.AUDITOR)) {
            throw Problem.notFound();
        }
        return organisations.find(id).onItem().ifNull().failWith(Problem::notFound);
    }
}
