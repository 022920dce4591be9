package org.bangxiao.report;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Sold weight against delivered weight as JSON. */
@Path("/api/yields")
@Cancellable(false)
@RolesAllowed({Role.SUPPLIER, Role.COUNTY_OFFICER, Role.AUDITOR})
@Tag(name = "households")
class YieldResource {
    private final Yields yields;
    private final CurrentActor actor;

    YieldResource(Yields yields, CurrentActor actor) {
        this.yields = yields;
        this.actor = actor;
    }

    @GET
    @Operation(
            summary = "What was sold of your links, or those of your area, against what can come of the deliveries",
            description = "Links whose terms say how much comes of a delivery, the newest first.")
    public Uni<Page<YieldRow>> page(
            @QueryParam("cursor") @Nullable UUID cursor, @QueryParam("size") @DefaultValue("50") int size) {
        return yields.page(actor.required(), cursor, size);
    }
}
