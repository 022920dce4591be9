package org.bangxiao.certification;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Several products from one sheet, on pages: template, upload, what would come of it, drafts, corrections. */
@Path("/desk/applications/sheets")
@Cancellable(false)
class SheetPages {
    private static final String HOME = "/desk/applications/sheets";

    /** One row on the page: what was read, or what is wrong. */
    record Line(int number, ApplicationDraft product, boolean good, String message, int gaps) {}

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance sheets(Form form, List<SheetRepository.Kept> sheets);

        static native TemplateInstance sheet(SheetView sheet, List<Line> lines);
    }

    private final Sheets sheets;
    private final CurrentActor currentActor;
    private final Shell shell;

    SheetPages(Sheets sheets, CurrentActor currentActor, Shell shell) {
        this.sheets = sheets;
        this.currentActor = currentActor;
        this.shell = shell;
    }

    @GET
    @RolesAllowed(Role.SUPPLIER)
    @Produces(MediaType.TEXT_HTML)
    public Uni<TemplateInstance> all() {
        return page(currentActor.required(), Form.empty());
    }

    @POST
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.TEXT_HTML)
    public Uni<Response> upload(@RestForm @Nullable FileUpload file) {
        Actor actor = currentActor.required();
        return Uni.createFrom()
                .deferred(() -> sheets.upload(actor, file == null ? "" : file.fileName(), SheetExchange.bytes(file)))
                .map(sheet -> Redirect.to(HOME + "/" + sheet.id()))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> page(actor, Form.empty().with(problem))
                        .chain(TemplateInstance::createUni)
                        .map(html -> FormAnswer.html(problem.kind().status(), html)));
    }

    @GET
    @Path("/template")
    @RolesAllowed(Role.SUPPLIER)
    public Response template(@QueryParam("format") @Nullable String format) {
        return SheetExchange.answer("products", format, List.of(SheetRows.heading(shell.locale())), shell.locale());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Role.SUPPLIER)
    @Produces(MediaType.TEXT_HTML)
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return sheets.find(currentActor.required(), id)
                .map(sheet -> Templates.sheet(
                        sheet,
                        sheet.rows().stream()
                                .map(row -> new Line(
                                        row.number(),
                                        row.product(),
                                        row.errors().isEmpty(),
                                        Sheets.said(row.errors(), shell.locale()),
                                        row.gaps()))
                                .toList()));
    }

    @POST
    @Path("/{id}/confirmation")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    public Uni<Response> confirm(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return sheets.confirm(currentActor.required(), id)
                .map(sheet -> Redirect.to(HOME + "/" + id, "flash.sheet-confirmed"));
    }

    /** The failing rows with what is wrong, to be mended and uploaded again. */
    @GET
    @Path("/{id}/corrections")
    @RolesAllowed(Role.SUPPLIER)
    public Uni<Response> corrections(@PathParam("id") UUID id, @QueryParam("format") @Nullable String format) {
        String language = shell.locale();
        return sheets.corrections(currentActor.required(), id, language)
                .map(rows -> SheetExchange.answer("corrections", format, rows, language));
    }

    private Uni<TemplateInstance> page(Actor actor, Form form) {
        return sheets.latest(actor).map(latest -> Templates.sheets(form, latest));
    }
}
