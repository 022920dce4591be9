package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Objects;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Paid orders under a stopped certificate, as JSON. */
@Path("/api/stopped-orders")
@Cancellable(false)
@RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.ADMINISTRATOR})
@Tag(name = "orders")
class StoppedOrderResource {
    /** KEEP or REFUND, with the reason. */
    record Verdict(@Nullable String outcome, @Nullable String reason) {}

    private final StoppedOrders stopped;
    private final CurrentActor actor;

    StoppedOrderResource(StoppedOrders stopped, CurrentActor actor) {
        this.stopped = stopped;
        this.actor = actor;
    }

    @GET
    @Operation(summary = "Paid orders of the office's area whose certificate was stopped before they were sent")
    public Uni<Page<StoppedOrder>> list(
            @QueryParam("decided") @DefaultValue("false") boolean decided,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return stopped.page(actor.required(), decided, cursor, Page.sizeOf(size));
    }

    @POST
    @Path("/{id}/decision")
    @Operation(summary = "Decide whether a stopped order goes out or is to be refunded")
    public Uni<Void> decide(@PathParam("id") UUID id, @Nullable Verdict verdict) {
        if (verdict == null) {
            throw Problem.field("/outcome", "field-required");
        }
        return stopped.decide(
                actor.required(),
                id,
                Objects.requireNonNullElse(verdict.outcome(), ""),
                Objects.requireNonNullElse(verdict.reason(), ""));
    }
}
