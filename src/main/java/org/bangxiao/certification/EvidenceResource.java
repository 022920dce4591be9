package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.Form;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/api/certification/applications/{id}/evidence")
@Cancellable(false)
@Tag(name = "certification")
class EvidenceResource {
    private final Evidence evidence;
    private final CurrentActor currentActor;

    EvidenceResource(Evidence evidence, CurrentActor currentActor) {
        this.evidence = evidence;
        this.currentActor = currentActor;
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
    @Operation(summary = "The checklist: which documents are needed, there, missing or not needed")
    public Uni<Checklist> checklist(@PathParam("id") UUID id) {
        return evidence.checklist(currentActor.required(), id);
    }

    @POST
    @RolesAllowed(Role.SUPPLIER)
    // What it is, its content says.
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Attach a picture or a PDF, sent as it is, while the application is written")
    public Uni<Checklist> attach(
            @PathParam("id") UUID id,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("name") @Nullable String name,
            @QueryParam("expiresOn") @Nullable String expiresOn,
            byte @Nullable [] file) {
        Form form = Form.of(Map.of("kind", Drafts.plain(kind), "expiresOn", Drafts.plain(expiresOn)));
        return evidence.attach(
                currentActor.required(),
                id,
                EvidencePages.paper(form, Drafts.plain(name)),
                file == null ? new byte[0] : file);
    }

    @DELETE
    @Path("/{evidence}")
    @RolesAllowed(Role.SUPPLIER)
    @Operation(summary = "Take a paper out that was not handed in yet")
    public Uni<Checklist> remove(@PathParam("id") UUID id, @PathParam("evidence") UUID paper) {
        return evidence.remove(currentActor.required(), id, paper);
    }

    @GET
    @Path("/{evidence}")
    @RolesAllowed({
        Role.SUPPLIER,
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    @Operation(summary = "A paper's content")
    public Uni<Response> content(@PathParam("id") UUID id, @PathParam("evidence") UUID paper) {
        return evidence.content(currentActor.required(), id, paper);
    }
}
