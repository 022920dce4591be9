package org.bangxiao.organisation;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A supplier's own room: what the county knows of it, its papers and their days, what is to be done next. */
@Path("/desk/organisation")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.SUPPLIER)
class OrganisationPages {
    private static final String HERE = "/desk/organisation";

    @CheckedTemplate(basePath = "organisation", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance own(
                Form form, SupplierView supplier, Label area, List<Shown.Paper> papers, boolean whole);

        static native TemplateInstance edit(
                Form form, SupplierView supplier, List<String> kinds, List<Shown.Region> regions);
    }

    private final SupplierRegister register;
    private final SupplierIntake intake;
    private final SupplierDocuments documents;
    private final PolicyPacks packs;
    private final BusinessClock clock;
    private final CurrentActor currentActor;

    OrganisationPages(
            SupplierRegister register,
            SupplierIntake intake,
            SupplierDocuments documents,
            PolicyPacks packs,
            BusinessClock clock,
            CurrentActor currentActor) {
        this.register = register;
        this.intake = intake;
        this.documents = documents;
        this.packs = packs;
        this.clock = clock;
        this.currentActor = currentActor;
    }

    @GET
    public Uni<TemplateInstance> own() {
        return page(Form.empty());
    }

    @GET
    @Path("/edit")
    public Uni<TemplateInstance> edit() {
        return seen().map(seen -> editPage(SupplierForm.of(seen.supplier()), seen.supplier()));
    }

    @POST
    @Path("/edit")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> change(MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() -> intake.change(actor, version(form), SupplierForm.read(form)))
                .map(done -> Redirect.to(HERE, "flash.supplier-saved"))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> seen().chain(
                                seen -> FormAnswer.refused(editPage(form.with(problem), seen.supplier()), problem)));
    }

    @POST
    @Path("/submission")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> handIn(MultivaluedMap<String, String> posted) {
        return intake.handIn(currentActor.required())
                .map(done -> Redirect.to(HERE, "flash.supplier-handed-in"))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> again(Form.empty(), problem));
    }

    /** A form with a file; without one, a browser sends an empty name. */
    @POST
    @Path("/documents")
    @Consumes({MediaType.MULTIPART_FORM_DATA, MediaType.APPLICATION_FORM_URLENCODED})
    public Uni<Response> add(
            @RestForm("kind") @DefaultValue("") String kind,
            @RestForm("number") @DefaultValue("") String number,
            @RestForm("issuedOn") @DefaultValue("") String issuedOn,
            @RestForm("expiresOn") @DefaultValue("") String expiresOn,
            @RestForm("file") @Nullable FileUpload file) {
        Actor actor = currentActor.required();
        Form form = Form.of(Map.of("kind", kind, "number", number, "issuedOn", issuedOn, "expiresOn", expiresOn));
        return Uni.createFrom()
                .deferred(() -> documents.add(
                        actor,
                        new SupplierDocuments.Description(kind, number, issuedOn, expiresOn),
                        file == null || file.fileName().isEmpty() ? null : file.uploadedFile()))
                .map(id -> Redirect.to(HERE, "flash.supplier-document-added"))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> again(form, problem));
    }

    @GET
    @Path("/documents/{id}")
    @Produces({"image/jpeg", "image/png", "application/pdf", MediaType.TEXT_HTML})
    public Uni<Response> file(@PathParam("id") UUID id) {
        return documents.file(currentActor.required(), id);
    }

    private Uni<Response> again(Form form, Problem problem) {
        return page(form.with(problem)).chain(page -> FormAnswer.refused(page, problem));
    }

    private Uni<TemplateInstance> page(Form form) {
        return seen().map(seen -> {
            SupplierView view = seen.supplier();
            List<Shown.Paper> papers = packs.forArea(view.areaCode())
                    .map(pack -> Shown.papers(pack, view, seen.documents(), clock.today()))
                    .orElse(List.of());
            boolean whole = !view.bankLast4().isEmpty()
                    && papers.stream().filter(Shown.Paper::required).noneMatch(Shown.Paper::due);
            return Templates.own(form, view, Shown.area(packs, view), papers, whole);
        });
    }

    private Uni<SupplierView.WithDocuments> seen() {
        Actor actor = currentActor.required();
        return register.seenBy(actor, actor.requireOrganisationAs(Role.SUPPLIER));
    }

    private TemplateInstance editPage(Form form, SupplierView view) {
        return Templates.edit(form, view, RegisterPages.KINDS, Shown.regions(packs.all()));
    }

    private static int version(Form form) {
        return form.value("version").matches("\\d{1,9}") ? Integer.parseInt(form.value("version")) : -1;
    }
}
