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
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.region.Named;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Certificates of others beside ours on the desk: entered by the supplier, confirmed by the county. */
@Path(CertificateDeskPages.HERE + "/{number}/others")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class SecondCertificatePages {
    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance secondCertificates(
                CertificateView certificate,
                List<SecondCertificate> seconds,
                List<Named> kinds,
                boolean own,
                boolean decides,
                Form form);
    }

    private final CertificateRegister register;
    private final SecondCertificates seconds;
    private final CurrentActor currentActor;

    SecondCertificatePages(CertificateRegister register, SecondCertificates seconds, CurrentActor currentActor) {
        this.register = register;
        this.seconds = seconds;
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
    public Uni<TemplateInstance> list(@PathParam("number") String number) {
        return page(number, Form.empty());
    }

    @POST
    @RolesAllowed(Role.SUPPLIER)
    @Consumes({MediaType.MULTIPART_FORM_DATA, MediaType.APPLICATION_FORM_URLENCODED})
    public Uni<Response> enter(
            @PathParam("number") String number,
            @RestForm("kind") @DefaultValue("") String kind,
            @RestForm("own-number") @DefaultValue("") String own,
            @RestForm("validFrom") @DefaultValue("") String validFrom,
            @RestForm("validTo") @DefaultValue("") String validTo,
            @RestForm("file") @Nullable FileUpload file) {
        Actor actor = currentActor.required();
        Form form = Form.of(Map.of("kind", kind, "number", own, "validFrom", validFrom, "validTo", validTo));
        return Uni.createFrom()
                .deferred(() -> seconds.enter(
                        actor,
                        number,
                        new SecondCertificates.Entry(kind, own, validFrom, validTo),
                        file == null || file.fileName().isEmpty() ? null : file.uploadedFile()))
                .map(id -> Redirect.to(here(number), "flash.second-entered"))
                .onFailure(SecondCertificatePages::shown)
                .recoverWithUni(problem -> again(number, form, (Problem) problem));
    }

    @POST
    @Path("/{id}/decision")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> decide(
            @PathParam("number") String number, @PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return seconds.decide(
                        currentActor.required(),
                        number,
                        id,
                        form.value("outcome").equals("CONFIRMED"),
                        form.value("reason"))
                .map(done -> Redirect.to(here(number), "flash.second-decided"))
                .onFailure(SecondCertificatePages::shown)
                .recoverWithUni(problem -> again(number, form, (Problem) problem));
    }

    @GET
    @Path("/{id}/document")
    @RolesAllowed({Role.SUPPLIER, Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.AUDITOR})
    @Produces({"image/jpeg", "image/png", "application/pdf", MediaType.TEXT_HTML})
    public Uni<Response> document(@PathParam("number") String number, @PathParam("id") UUID id) {
        return seconds.document(currentActor.required(), register, number, id);
    }

    private Uni<Response> again(String number, Form form, Problem problem) {
        return page(number, form.with(problem))
                .chain(TemplateInstance::createUni)
                .map(html -> FormAnswer.html(problem.kind().status(), html));
    }

    private Uni<TemplateInstance> page(String number, Form form) {
        Actor actor = currentActor.required();
        return register.find(actor, number)
                .chain(entry -> seconds.of(entry.certificate())
                        .map(all -> Templates.secondCertificates(
                                entry.certificate(),
                                all,
                                seconds.kinds(entry.certificate().countyCode()),
                                entry.own(),
                                actor.actsIn(
                                        Role.COUNTY_OFFICER, entry.certificate().countyCode()),
                                form)));
    }

    private static boolean shown(Throwable failure) {
        return failure instanceof Problem problem && problem.kind() != Problem.Kind.NOT_FOUND;
    }

    private static String here(String number) {
        return CertificateDeskPages.HERE + "/" + number + "/others";
    }
}
