package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Certificates as lists, and batches of the national catalogue, as JSON. */
@Path("/api/certification")
@Cancellable(false)
@Tag(name = "certificates")
class RegisterResource {
    private final CertificateRegister register;
    private final CatalogueImports imports;
    private final CurrentActor actor;

    RegisterResource(CertificateRegister register, CatalogueImports imports, CurrentActor actor) {
        this.register = register;
        this.imports = imports;
        this.actor = actor;
    }

    @GET
    @Path("/certificates")
    @RolesAllowed({
        Role.SUPPLIER,
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    @Operation(summary = "Certificates of the office's area or of the supplier, newest first")
    public Uni<Page<CertificateView>> certificates(
            @QueryParam("state") @Nullable CertificateState state,
            @QueryParam("text") @DefaultValue("") String text,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("size") @DefaultValue("50") int size) {
        return register.page(
                actor.required(), new CertificateRegister.Filter(state, text, cursor, Math.min(size, Page.MAX_SIZE)));
    }

    @GET
    @Path("/certificate-changes")
    @PermitAll
    @Operation(summary = "Every suspension, lifting and revocation there ever was, newest first")
    public Uni<Page<CertificateRegister.Announced>> changes(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("size") @DefaultValue("50") int size) {
        return register.announced(cursor, Page.sizeOf(size));
    }

    @POST
    @Path("/national-catalogue")
    @RolesAllowed(Role.REGION_OFFICER)
    @Consumes({"text/csv", "application/json"})
    @Operation(
            summary = "Try a batch of the national catalogue, or take it",
            description =
                    "A CSV file as the body. Without sha256 nothing is written; with the hash that the dry run answered"
                            + " the very same file is taken. The same file or entry again changes nothing.")
    public Uni<CatalogueImports.Report> take(byte @Nullable [] file, @QueryParam("sha256") @Nullable String sha256) {
        if (file == null || file.length == 0) {
            throw Problem.field("/file", "field-required");
        }
        return imports.take(actor.required(), file, sha256);
    }
}
