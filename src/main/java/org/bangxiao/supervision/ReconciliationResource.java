package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/api/supervision/reconciliation")
@Cancellable(false)
@Tag(name = "supervision")
@RolesAllowed({
    Role.SUPPLIER,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.REGION_OFFICER,
    Role.TASK_FORCE,
    Role.AUDITOR,
    Role.ADMINISTRATOR
})
class ReconciliationResource {
    /** How many cases were opened. */
    record Closed(int casesOpened) {}

    private final Reconciliations reconciliations;
    private final CurrentActor currentActor;

    ReconciliationResource(Reconciliations reconciliations, CurrentActor currentActor) {
        this.reconciliations = reconciliations;
        this.currentActor = currentActor;
    }

    @GET
    @Operation(summary = "What suppliers claimed at certification against what was credited in a closed quarter")
    public Uni<Page<Reconciliation>> list(
            @QueryParam("quarter") @Nullable String quarter,
            @QueryParam("area") @Nullable String area,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return reconciliations.list(currentActor.required(), quarter, area, cursor, size);
    }

    @GET
    @Path("/counties")
    @Operation(summary = "The same summed up by county and kind of link")
    public Uni<List<CountyReconciliation>> counties(
            @QueryParam("quarter") @Nullable String quarter, @QueryParam("area") @Nullable String area) {
        return reconciliations.counties(currentActor.required(), quarter, area);
    }

    @POST
    @Path("/closings")
    @RolesAllowed(Role.ADMINISTRATOR)
    @Operation(summary = "Close now the quarters whose days of grace are over; closing twice changes nothing")
    public Uni<Closed> close() {
        return reconciliations.close().map(Closed::new);
    }
}
