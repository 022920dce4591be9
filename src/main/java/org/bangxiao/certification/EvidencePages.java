package org.bangxiao.certification;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The papers of an application on pages: photographed or chosen, shown, taken out again. */
@Path("/desk/applications/{id}/evidence")
@Cancellable(false)
class EvidencePages {
    private final Evidence evidence;
    private final Drafting drafting;
    private final PiecePages pieces;
    private final CurrentActor currentActor;

    EvidencePages(Evidence evidence, Drafting drafting, PiecePages pieces, CurrentActor currentActor) {
        this.evidence = evidence;
        this.drafting = drafting;
        this.pieces = pieces;
        this.currentActor = currentActor;
    }

    @POST
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.TEXT_HTML)
    public Uni<Response> attach(
            @PathParam("id") UUID id,
            @RestForm @Nullable String kind,
            @RestForm @Nullable String expiresOn,
            @RestForm @Nullable FileUpload file) {
        Actor actor = currentActor.required();
        Map<String, String> typed = new HashMap<>();
        typed.put("kind", Drafts.plain(kind));
        typed.put("expiresOn", Drafts.plain(expiresOn));
        Form form = Form.of(typed);
        String home = PieceFrame.address(id, Piece.EVIDENCE);
        return drafting.kept(actor, id)
                .chain(kept -> Uni.createFrom()
                        .deferred(() -> evidence.attach(actor, id, paper(form, name(file)), upload(file)))
                        .map(list -> Redirect.to(home + "#kind-" + form.value("kind"), "flash.evidence-added"))
                        .onFailure(Problem.class)
                        .recoverWithUni(problem -> pieces.again(kept, Piece.EVIDENCE, form, problem)));
    }

    @POST
    @Path("/{evidence}/removal")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    public Uni<Response> remove(
            @PathParam("id") UUID id, @PathParam("evidence") UUID paper, MultivaluedMap<String, String> posted) {
        return evidence.remove(currentActor.required(), id, paper)
                .map(list -> Redirect.to(PieceFrame.address(id, Piece.EVIDENCE), "flash.evidence-removed"));
    }

    /** The paper itself, for its applicant and the offices of the area. */
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
    public Uni<Response> content(@PathParam("id") UUID id, @PathParam("evidence") UUID paper) {
        return evidence.content(currentActor.required(), id, paper);
    }

    private static String name(@Nullable FileUpload file) {
        return file == null ? "" : Drafts.plain(file.fileName());
    }

    private static java.nio.file.Path upload(@Nullable FileUpload file) {
        if (file == null || file.size() == 0) {
            throw Problem.field("/file", "field-required");
        }
        return file.uploadedFile();
    }

    static Evidence.Paper paper(Form form, String name) {
        return new Evidence.Paper(form.value("kind"), name, day(form.value("expiresOn")));
    }

    private static @Nullable LocalDate day(String typed) {
        try {
            return typed.isEmpty() ? null : LocalDate.parse(typed);
        } catch (DateTimeParseException e) {
            throw Problem.field("/expiresOn", "field-invalid", typed);
        }
    }
}
