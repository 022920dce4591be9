package org.bangxiao.monitoring;

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

@Path("/api/relapse-alerts")
@Cancellable(false)
@Tag(name = "households")
@RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
class AlertResource {
    /** What is done about it. */
    record MeasureTaken(
            Alert.@Nullable Measure kind, @Nullable String measure) {}

    /** How it was closed: RESOLVED or DISMISSED. */
    record Ending(Alert.@Nullable State state, @Nullable String reason) {}

    private final Alerts alerts;
    private final CurrentActor currentActor;

    AlertResource(Alerts alerts, CurrentActor currentActor) {
        this.alerts = alerts;
        this.currentActor = currentActor;
    }

    @GET
    @Operation(
            summary =
                    "Households of the caller's area that may fall back, masked: open alerts, with done=true closed ones")
    public Uni<Page<Alert>> list(
            @QueryParam("done") boolean done,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return alerts.list(currentActor.required(), !done, cursor, size);
    }

    @GET
    @Path("/figures")
    @Operation(
            summary =
                    "Counties and villages of the caller's area: alerts opened and closed this year, and those open by measure")
    public Uni<Page<AlertFigures>> figures(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("size") @DefaultValue("50") int size) {
        return alerts.figures(currentActor.required(), cursor, size);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One alert with the figures of the day on which it was opened")
    public Uni<Alert> one(@PathParam("id") UUID id) {
        return alerts.find(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/measure")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "Say what is done about an open alert")
    public Uni<Alert> measure(@PathParam("id") UUID id, @Nullable MeasureTaken taken) {
        Actor actor = currentActor.required();
        return alerts.find(actor, id).chain(seen -> {
            if (taken == null) {
                throw Problem.field("/kind", "field-required");
            }
            return alerts.measure(actor, id, taken.kind(), taken.measure());
        });
    }

    @POST
    @Path("/{id}/ending")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Operation(summary = "Close an alert with the reason: resolved after a measure, or dismissed")
    public Uni<Alert> end(@PathParam("id") UUID id, @Nullable Ending ending) {
        Actor actor = currentActor.required();
        return alerts.find(actor, id).chain(seen -> {
            if (ending == null) {
                throw Problem.field("/state", "field-required");
            }
            return alerts.end(actor, id, ending.state(), ending.reason());
        });
    }
}
