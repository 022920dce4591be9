package org.bangxiao.catalogue;

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
import org.bangxiao.certification.SheetExchange;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Many goods by one sheet: take them as they are, upload, look, write, mend what was rejected. */
@Path("/desk/goods-sheets")
@Cancellable(false)
@RolesAllowed(Role.SUPPLIER)
class GoodsSheetPages {
    private static final String HOME = "/desk/goods-sheets";

    /** One row on the page, with what is wrong in words. */
    record Line(int number, String certificateNumber, String outcome, String message) {}

    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance goodsSheets(Form form, List<GoodsSheetRepository.Kept> sheets);

        static native TemplateInstance goodsSheet(GoodsSheet sheet, List<Line> lines);
    }

    private final GoodsSheets sheets;
    private final CurrentActor actor;
    private final Shell shell;

    GoodsSheetPages(GoodsSheets sheets, CurrentActor actor, Shell shell) {
        this.sheets = sheets;
        this.actor = actor;
        this.shell = shell;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public Uni<TemplateInstance> all() {
        return page(actor.required(), Form.empty());
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.TEXT_HTML)
    public Uni<Response> upload(@RestForm @Nullable FileUpload file) {
        Actor supplier = actor.required();
        return Uni.createFrom()
                .deferred(() -> sheets.upload(supplier, file == null ? "" : file.fileName(), SheetExchange.bytes(file)))
                .map(sheet -> Redirect.to(HOME + "/" + sheet.id()))
                .onFailure(Problem.class)
                .recoverWithUni(
                        problem -> ListingPages.html(page(supplier, Form.empty().with(problem))));
    }

    @GET
    @Path("/template")
    public Uni<Response> template(@QueryParam("format") @Nullable String format) {
        String language = shell.locale();
        return sheets.template(actor.required(), language)
                .map(rows -> SheetExchange.answer("goods", format, rows, language));
    }

    @GET
    @Path("/{id}")
    @Produces(MediaType.TEXT_HTML)
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return sheets.find(actor.required(), id)
                .map(sheet -> Templates.goodsSheet(
                        sheet,
                        sheet.rows().stream()
                                .map(row -> new Line(
                                        row.number(),
                                        row.certificateNumber(),
                                        row.outcome().name(),
                                        GoodsSheets.said(row.errors(), shell.locale())))
                                .toList()));
    }

    @POST
    @Path("/{id}/confirmation")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    public Uni<Response> confirm(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return sheets.confirm(actor.required(), id)
                .map(sheet -> Redirect.to(HOME + "/" + id, "flash.goods-sheet-written"));
    }

    @GET
    @Path("/{id}/corrections")
    public Uni<Response> corrections(@PathParam("id") UUID id, @QueryParam("format") @Nullable String format) {
        String language = shell.locale();
        return sheets.corrections(actor.required(), id, language)
                .map(rows -> SheetExchange.answer("corrections", format, rows, language));
    }

    private Uni<TemplateInstance> page(Actor supplier, Form form) {
        return sheets.latest(supplier).map(latest -> Templates.goodsSheets(form, latest));
    }
}
