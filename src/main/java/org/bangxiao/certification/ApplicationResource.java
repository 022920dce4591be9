package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
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

@Path("/api/certification/applications")
@Cancellable(false)
@Tag(name = "certification")
class ApplicationResource {
    /** An application's new text, with the version that was changed. */
    record Change(int version, @Nullable ApplicationDraft product) {}

    private final Applications applications;
    private final Decisions decisions;
    private final Notices notices;
    private final CurrentActor currentActor;

    ApplicationResource(Applications applications, Decisions decisions, Notices notices, CurrentActor currentActor) {
        this.applications = applications;
        this.decisions = decisions;
        this.notices = notices;
        this.currentActor = currentActor;
    }

    @POST
    @RolesAllowed(Role.SUPPLIER)
    @Operation(
            summary = "Write an application for a product of your own, or of a supplier whose mandate lets you apply")
    public Uni<Response> create(@QueryParam("supplier") @Nullable UUID supplier, @Nullable ApplicationDraft draft) {
        return applications
                .create(currentActor.required(), supplier, given(draft))
                .map(view -> Response.created(URI.create("/api/certification/applications/" + view.id()))
                        .entity(view)
                        .build());
    }

    @GET
    @RolesAllowed({
        Role.SUPPLIER,
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    @Operation(summary = "An office's area, longest waiting first; a supplier's own, newest first")
    public Uni<Page<ApplicationLine>> list(
            @QueryParam("state") @Nullable ApplicationState state,
            @QueryParam("waitingDays") @DefaultValue("0") int waitingDays,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        Actor actor = currentActor.required();
        Applications.Filter filter = new Applications.Filter(state, waitingDays, cursor, size);
        return Applications.readsAreas(actor) ? applications.inArea(actor, filter) : applications.mine(actor, filter);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({
        Role.SUPPLIER,
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    @Operation(summary = "An application with the machine's checks and the decisions")
    public Uni<ApplicationView> one(@PathParam("id") UUID id) {
        return applications.find(currentActor.required(), id);
    }

    @PUT
    @Path("/{id}")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Change a draft or a returned application")
    public Uni<ApplicationView> change(@PathParam("id") UUID id, @Nullable Change change) {
        if (change == null) {
            throw Problem.field("", "field-required");
        }
        return applications.change(currentActor.required(), id, change.version(), given(change.product()));
    }

    @POST
    @Path("/{id}/submission")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Hand it in: the machine checks, the county comes first")
    public Uni<ApplicationView> submit(@PathParam("id") UUID id) {
        return applications.submit(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/withdrawal")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Give it up")
    public Uni<ApplicationView> withdraw(@PathParam("id") UUID id) {
        return applications.withdraw(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/decisions")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Operation(summary = "Decide on the step at hand: PASS, RETURN or REJECT, with the digest of what was seen")
    public Uni<ApplicationView> decide(@PathParam("id") UUID id, Decisions.@Nullable Verdict verdict) {
        if (verdict == null) {
            throw Problem.field("/outcome", "field-required");
        }
        if (verdict.seen() == null) {
            throw Problem.field("/seen", "field-required");
        }
        return decisions.decide(currentActor.required(), id, verdict);
    }

    @GET
    @Path("/{id}/notices")
    @RolesAllowed({
        Role.SUPPLIER,
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    @Operation(summary = "What was posted of an application")
    public Uni<List<NoticeView>> notices(@PathParam("id") UUID id) {
        return notices.ofApplication(currentActor.required(), id);
    }

    @GET
    @Path("/{id}/objections")
    @RolesAllowed({
        Role.SUPPLIER,
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    @Operation(summary = "The objections against an application, without who lodged them")
    public Uni<List<ObjectionView>> objections(@PathParam("id") UUID id) {
        return notices.objections(currentActor.required(), id);
    }

    private static ApplicationDraft given(@Nullable ApplicationDraft draft) {
        if (draft == null) {
            throw Problem.field("", "field-required");
        }
        return draft;
    }
}
