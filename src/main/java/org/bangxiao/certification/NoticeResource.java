package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/api/certification")
@Cancellable(false)
@Tag(name = "certification")
class NoticeResource {
    private static final int CREATED = 201;

    /** What somebody objects, and how to reach them if they wish an answer. */
    record NewObjection(
            @Nullable String content,
            @Nullable String name,
            @Nullable String contact) {}

    /** The number to ask with later. */
    record Receipt(String receipt) {}

    /** UPHELD or DISMISSED, with the reason. */
    record ObjectionVerdict(
            @Nullable String outcome, @Nullable String reason) {}

    private final Notices notices;
    private final Objections objections;
    private final CurrentActor currentActor;

    NoticeResource(Notices notices, Objections objections, CurrentActor currentActor) {
        this.notices = notices;
        this.objections = objections;
        this.currentActor = currentActor;
    }

    @GET
    @Path("/notices")
    @PermitAll
    @Operation(summary = "Notices, newest first; with announcements=true the announced results")
    public Uni<Page<NoticeView>> list(
            @QueryParam("announcements") boolean announcements,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return notices.list(announcements, cursor, size);
    }

    @GET
    @Path("/notices/{id}")
    @PermitAll
    @Operation(summary = "A notice or an announcement")
    public Uni<NoticeView> one(@PathParam("id") UUID id) {
        return notices.find(id);
    }

    @POST
    @Path("/notices/{id}/objections")
    @PermitAll
    @ResponseStatus(CREATED)
    @Operation(summary = "Object to a notice; the days of the notice stand still until it is decided")
    public Uni<Receipt> object(
            @PathParam("id") UUID id, @Nullable NewObjection objection, @Context HttpServerRequest request) {
        NewObjection given = objection == null ? new NewObjection(null, null, null) : objection;
        return objections
                .lodge(
                        id,
                        new Objections.Lodged(
                                given.content(),
                                given.name(),
                                given.contact(),
                                null,
                                null,
                                request.remoteAddress().hostAddress()))
                .map(Receipt::new);
    }

    @GET
    @Path("/objections/{receipt}")
    @PermitAll
    @Operation(summary = "What became of an objection, for whoever holds its receipt")
    public Uni<ObjectionView> byReceipt(@PathParam("receipt") String receipt) {
        return notices.byReceipt(receipt).map(found -> found.orElseThrow(Problem::notFound));
    }

    @POST
    @Path("/objections/{id}/decision")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Operation(summary = "Decide an objection: the level that the pack names, or one above it")
    public Uni<ApplicationView> decide(@PathParam("id") UUID id, @Nullable ObjectionVerdict verdict) {
        if (verdict == null) {
            throw Problem.field("/outcome", "field-required");
        }
        boolean upheld = Objection.UPHELD.equals(verdict.outcome());
        if (!upheld && !Objection.DISMISSED.equals(verdict.outcome())) {
            throw Problem.field("/outcome", "field-required");
        }
        return objections.decide(currentActor.required(), id, upheld, verdict.reason());
    }
}
