package org.bangxiao.promotion;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Coupon programmes as JSON, for offices and suppliers. */
@Path("/api/desk/coupons")
@Cancellable(false)
@RolesAllowed({Role.FINANCE, Role.TASK_FORCE, Role.SUPPLIER, Role.AUDITOR})
@Tag(name = "orders")
class ProgrammeResource {
    private final Programmes programmes;
    private final CurrentActor actor;

    ProgrammeResource(Programmes programmes, CurrentActor actor) {
        this.programmes = programmes;
        this.actor = actor;
    }

    @GET
    @Operation(summary = "Programmes that your office or your organisation issued, the newest first")
    public Uni<Page<Programme>> page(
            @QueryParam("cursor") @Nullable UUID cursor, @QueryParam("size") @DefaultValue("20") int size) {
        return programmes.page(actor.required(), cursor, Page.sizeOf(size));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A programme with what was used of it")
    public Uni<Programme> one(@PathParam("id") UUID id) {
        return programmes.find(actor.required(), id);
    }

    @POST
    @RolesAllowed({Role.FINANCE, Role.TASK_FORCE, Role.SUPPLIER})
    @Operation(
            summary = "Issue a programme",
            description =
                    "Its terms stand from then on. An office has the platform or a named fund pay, within its area;"
                            + " a supplier pays itself, for its own goods.")
    public Uni<Response> issue(@Nullable ProgrammeDraft draft) {
        if (draft == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        return programmes
                .issue(actor.required(), draft)
                .map(issued -> Response.status(Response.Status.CREATED)
                        .header("Location", "/api/desk/coupons/" + issued.id())
                        .entity(issued)
                        .build());
    }

    @POST
    @Path("/{id}/stop")
    @RolesAllowed({Role.FINANCE, Role.TASK_FORCE, Role.SUPPLIER})
    @Operation(summary = "Stop a programme: what was bought with it stays as it was sold")
    public Uni<Void> stop(@PathParam("id") UUID id) {
        return programmes.stop(actor.required(), id);
    }
}
