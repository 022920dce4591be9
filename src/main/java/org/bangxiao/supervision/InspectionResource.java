package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/api/supervision/inspections")
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
class InspectionResource {
    private static final int CREATED = 201;

    /** A visit to the holder of a certificate, with the reason. */
    record Order(@Nullable String certificate, @Nullable String reason) {}

    /** Where to choose from, and how many. */
    record Wanted(@Nullable String area, int wanted) {}

    /** How many visits were ordered. */
    record Ordered(int inspections) {}

    /** What was found; pictures in base64. */
    record NewFinding(
            Finding.@Nullable Severity severity,
            @Nullable String content,
            @Nullable List<byte[]> files) {}

    /** What the visit came to. */
    record Conclusion(@Nullable String summary) {}

    private final Inspections inspections;
    private final CurrentActor currentActor;

    InspectionResource(Inspections inspections, CurrentActor currentActor) {
        this.inspections = inspections;
        this.currentActor = currentActor;
    }

    @GET
    @Operation(summary = "Inspections in the caller's area: those to be made, with done=true those made")
    public Uni<Page<Inspection>> list(
            @QueryParam("done") boolean done,
            @QueryParam("area") @Nullable String area,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return inspections.list(currentActor.required(), Filter.of(!done, null, area, cursor, size));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "An inspection; never shown to the inspected")
    public Uni<Inspection> one(@PathParam("id") UUID id) {
        return inspections.find(currentActor.required(), id);
    }

    @POST
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @ResponseStatus(CREATED)
    @Operation(summary = "Order a visit to the holder of a certificate")
    public Uni<Inspection> order(@Nullable Order order) {
        Order given = order == null ? new Order(null, null) : order;
        return inspections.order(currentActor.required(), given.certificate(), given.reason());
    }

    @POST
    @Path("/draws")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @ResponseStatus(CREATED)
    @Operation(
            summary = "Draw suppliers of an area by lot; the draw keeps its seed and population, so that it can be"
                    + " repeated")
    public Uni<Draw> drawLots(@Nullable Wanted wanted) {
        Wanted given = wanted == null ? new Wanted(null, 0) : wanted;
        return inspections.drawLots(currentActor.required(), given.area(), given.wanted());
    }

    @GET
    @Path("/draws/{id}")
    @Operation(summary = "A draw: order the population by SHA-256 over seed and id as text, take the first so many")
    public Uni<Draw> draw(@PathParam("id") UUID id) {
        return inspections.draw(currentActor.required(), id);
    }

    @POST
    @Path("/riskiest")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Operation(
            summary = "Order visits to the suppliers with the highest score of open cases, complaints and sales growth")
    public Uni<Ordered> chooseByRisk(@Nullable Wanted wanted) {
        Wanted given = wanted == null ? new Wanted(null, 0) : wanted;
        return inspections
                .chooseByRisk(currentActor.required(), given.area(), given.wanted())
                .map(Ordered::new);
    }

    @POST
    @Path("/{id}/findings")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @ResponseStatus(CREATED)
    @Operation(summary = "Write down what was found, with up to six pictures in base64")
    public Uni<Finding> note(@PathParam("id") UUID id, @Nullable NewFinding finding) {
        Actor actor = currentActor.required();
        NewFinding given = finding == null ? new NewFinding(null, null, null) : finding;
        return inspections
                .find(actor, id)
                .chain(seen ->
                        inspections.note(actor, id, given.severity(), given.content(), Upload.sent(given.files())));
    }

    @POST
    @Path("/{id}/conclusion")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Operation(summary = "End a visit and publish its findings to the supplier")
    public Uni<Inspection> conclude(@PathParam("id") UUID id, @Nullable Conclusion conclusion) {
        Actor actor = currentActor.required();
        return inspections
                .find(actor, id)
                .chain(seen -> inspections.conclude(actor, id, conclusion == null ? null : conclusion.summary()));
    }
}
