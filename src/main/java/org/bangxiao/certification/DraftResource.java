package org.bangxiao.certification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** An application while it is written: with gaps, piece by piece, checked at any time. */
@Path("/api/certification/applications")
@Cancellable(false)
@Tag(name = "certification")
class DraftResource {
    /** Some fields of a draft, with the version that was changed. */
    record Patch(int version, @Nullable ObjectNode product) {}

    private final Drafting drafting;
    private final CurrentActor currentActor;

    DraftResource(Drafting drafting, CurrentActor currentActor) {
        this.drafting = drafting;
        this.currentActor = currentActor;
    }

    @POST
    @Path("/drafts")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(
            summary =
                    "Begin an application with whatever is known, for yourself or for a supplier whose mandate lets you apply")
    public Uni<Response> open(@QueryParam("supplier") @Nullable UUID supplier, @Nullable ObjectNode some) {
        if (some == null) {
            throw Problem.field("", "field-required");
        }
        return drafting.open(currentActor.required(), supplier, DraftText.with(ApplicationDraft.BLANK, some))
                .map(DraftResource::created);
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Lay some fields over a draft or a returned application; gaps may stay")
    public Uni<ApplicationView> lay(@PathParam("id") UUID id, @Nullable Patch patch) {
        if (patch == null || patch.product() == null) {
            throw Problem.field("/product", "field-required");
        }
        return drafting.lay(currentActor.required(), id, patch.version(), patch.product());
    }

    @POST
    @Path("/{id}/copies")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Begin another application that says the same, with the papers about the supplier")
    public Uni<Response> copy(@PathParam("id") UUID id) {
        return drafting.copy(currentActor.required(), id).map(DraftResource::created);
    }

    @GET
    @Path("/{id}/progress")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "How far a draft is, piece by piece, and what is missing")
    public Uni<Progress> progress(@PathParam("id") UUID id) {
        return drafting.progress(currentActor.required(), id);
    }

    @GET
    @Path("/{id}/checks")
    @RolesAllowed({
        Role.SUPPLIER,
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    @Operation(summary = "The machine's checks as of today; those of the submission stand in the application")
    public Uni<List<Check>> checks(@PathParam("id") UUID id) {
        return drafting.checks(currentActor.required(), id);
    }

    private static Response created(ApplicationView view) {
        return Response.created(URI.create("/api/certification/applications/" + view.id()))
                .entity(view)
                .build();
    }
}
