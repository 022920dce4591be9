package org.bangxiao.certification;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The national catalogue on the region's desk: a file is tried, then confirmed; what came of it as a list. */
@Path(CataloguePages.HERE)
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.REGION_OFFICER)
class CataloguePages {
    static final String HERE = "/desk/national-catalogue";

    private static final int ROWS_A_PAGE = 50;
    private static final int FAULTS_SHOWN = 200;

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance nationalCatalogue(
                List<CatalogueEntry> entries,
                CatalogueImports.@Nullable Report report,
                List<CatalogueFile.Fault> faults,
                String columns,
                Form form,
                @Nullable String next,
                @Nullable String first);
    }

    private final CatalogueImports imports;
    private final CurrentActor actor;

    CataloguePages(CatalogueImports imports, CurrentActor actor) {
        this.imports = imports;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> list(@QueryParam("cursor") @Nullable String cursor) {
        return page(null, cursor, Form.empty());
    }

    @GET
    @Path("/entries.csv")
    @Produces("text/csv")
    public Uni<Response> export() {
        return imports.page(actor.required(), null, CertificateRegister.MOST_EXPORTED)
                .map(page -> CsvFile.answer(
                        "national-catalogue.csv",
                        List.of(
                                "number",
                                "catalogueBatch",
                                "externalId",
                                "product",
                                "supplier",
                                "creditCode",
                                "countyCode",
                                "category",
                                "yearlyValueYuan",
                                "personsHelped",
                                "announcedOn",
                                "validTo"),
                        page.items().stream().map(CataloguePages::row).toList()));
    }

    /** Without a hash a dry run; with the hash of the very file that was tried it is taken. */
    @POST
    @Consumes({MediaType.MULTIPART_FORM_DATA, MediaType.APPLICATION_FORM_URLENCODED})
    public Uni<Response> take(
            @RestForm("file") @Nullable FileUpload file, @RestForm("sha256") @DefaultValue("") String sha256) {
        return Uni.createFrom()
                .deferred(() -> imports.take(
                        actor.required(),
                        file == null || file.fileName().isEmpty() ? null : file.uploadedFile(),
                        sha256.isBlank() ? null : sha256))
                .chain(report -> page(report, null, Form.empty())
                        .chain(TemplateInstance::createUni)
                        .map(html -> FormAnswer.html(Response.Status.OK.getStatusCode(), html)))
                .onFailure(Problem.class)
                .recoverWithUni(failure -> page(null, null, Form.empty().with(failure))
                        .chain(TemplateInstance::createUni)
                        .map(html -> FormAnswer.html(failure.kind().status(), html)));
    }

    private Uni<TemplateInstance> page(CatalogueImports.@Nullable Report report, @Nullable String cursor, Form form) {
        return imports.page(actor.required(), cursor, ROWS_A_PAGE)
                .map(page -> Templates.nationalCatalogue(
                        page.items(),
                        report,
                        report == null
                                ? List.of()
                                : report.faults().stream().limit(FAULTS_SHOWN).toList(),
                        String.join(",", CatalogueFile.COLUMNS),
                        form,
                        page.next() == null ? null : HERE + "?cursor=" + page.next(),
                        cursor == null ? null : HERE));
    }

    private static List<String> row(CatalogueEntry entry) {
        return List.of(
                entry.number(),
                entry.catalogueBatch(),
                entry.externalId(),
                entry.nameZh(),
                entry.supplierName(),
                entry.creditCode(),
                entry.countyCode(),
                entry.category(),
                Money.yuan(entry.yearlyValueFen()),
                String.valueOf(entry.personsHelped()),
                entry.announcedOn().toString(),
                entry.validTo().toString());
    }
}
