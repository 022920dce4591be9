package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/api/supervision/cases")
@Cancellable(false)
@Tag(name = "supervision")
@RolesAllowed({
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.REGION_OFFICER,
    Role.TASK_FORCE,
    Role.AUDITOR,
    Role.ADMINISTRATOR
})
class WatchResource {
    private final Cases cases;
    private final CurrentActor currentActor;

    WatchResource(Cases cases, CurrentActor currentActor) {
        this.cases = cases;
        this.currentActor = currentActor;
    }

    @GET
    @Operation(
            summary =
                    "Cases of the watch in the caller's area: open ones oldest first, with done=true the decided ones")
    public Uni<Page<WatchCase>> list(
            @QueryParam("done") boolean done,
            @QueryParam("cause") @Nullable String cause,
            @QueryParam("area") @Nullable String area,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return cases.list(currentActor.required(), Filter.of(!done, cause, area, cursor, size));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A case of the watch with the figures of the day on which it was opened")
    public Uni<WatchCase> one(@PathParam("id") UUID id) {
        return cases.find(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/decision")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Operation(summary = "Decide a case: dismiss it, order a measure or an inspection, suspend the certificate")
    public Uni<WatchCase> decide(@PathParam("id") UUID id, Cases.@Nullable Verdict verdict) {
        Actor actor = currentActor.required();
        return cases.find(actor, id).chain(seen -> {
            if (verdict == null) {
                throw Problem.field("/outcome", "field-required");
            }
            return cases.decide(actor, id, verdict);
        });
    }
}
