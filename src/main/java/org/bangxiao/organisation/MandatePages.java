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
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Whom somebody sells for, and who sells for them. */
@Path("/desk/mandates")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.SUPPLIER)
class MandatePages {
    private static final String HERE = "/desk/mandates";

    @CheckedTemplate(basePath = "organisation", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance mandates(Form form, List<Mandate> mandates, UUID own);
    }

    private final Mandates mandates;
    private final CurrentActor currentActor;

    MandatePages(Mandates mandates, CurrentActor currentActor) {
        this.mandates = mandates;
        this.currentActor = currentActor;
    }

    @GET
    public Uni<TemplateInstance> list() {
        return page(Form.empty());
    }

    @GET
    @Path("/{id}/paper")
    @Produces({"image/jpeg", "image/png", "application/pdf", MediaType.TEXT_HTML})
    public Uni<Response> paper(@PathParam("id") UUID id) {
        return mandates.paper(currentActor.required(), id);
    }

    @POST
    @Consumes({MediaType.MULTIPART_FORM_DATA, MediaType.APPLICATION_FORM_URLENCODED})
    public Uni<Response> propose(
            @RestForm("creditCode") @DefaultValue("") String creditCode,
            @RestForm("products") @DefaultValue("") String products,
            @RestForm("mayApply") @DefaultValue("") String mayApply,
            @RestForm("fromOn") @DefaultValue("") String fromOn,
            @RestForm("toOn") @DefaultValue("") String toOn,
            @RestForm("file") @Nullable FileUpload file) {
        Actor actor = currentActor.required();
        Form form = Form.of(Map.of(
                "creditCode", creditCode, "products", products, "mayApply", mayApply, "fromOn", fromOn, "toOn", toOn));
        return Uni.createFrom()
                .deferred(() -> {
                    if (file == null || file.fileName().isEmpty()) {
                        throw Problem.field("/file", "document-missing");
                    }
                    return mandates.propose(
                            actor,
                            new Mandates.Wish(
                                    creditCode.strip().toUpperCase(Locale.ROOT),
                                    ids(products),
                                    mayApply.equals("true"),
                                    date(fromOn, "/fromOn"),
                                    date(toOn, "/toOn")),
                            file.uploadedFile());
                })
                .map(id -> Redirect.to(HERE, "flash.mandate-asked"))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> again(form, problem));
    }

    /** The button says which: confirm, refuse or end. */
    @POST
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> decide(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        String action = String.valueOf(posted.getFirst("action"));
        Uni<Void> deed = switch (action) {
            case "confirm" -> mandates.decide(actor, id, true);
            case "refuse" -> mandates.decide(actor, id, false);
            default -> mandates.end(actor, id);
        };
        return deed.map(done -> Redirect.to(HERE, "flash.supplier-decided"));
    }

    private Uni<TemplateInstance> page(Form form) {
        Actor actor = currentActor.required();
        UUID own = actor.requireOrganisationAs(Role.SUPPLIER);
        return mandates.of(actor).map(all -> Templates.mandates(form, all, own));
    }

    private Uni<Response> again(Form form, Problem problem) {
        return page(form.with(problem)).chain(page -> FormAnswer.refused(page, problem));
    }

    private static List<UUID> ids(String typed) {
        try {
            return Arrays.stream(typed.strip().split("[\\s,]+"))
                    .filter(one -> !one.isEmpty())
                    .map(UUID::fromString)
                    .toList();
        } catch (IllegalArgumentException notAnId) {
            throw Problem.field("/products", "mandate-product-unknown");
        }
    }

    private static LocalDate date(String typed, String pointer) {
        try {
            return LocalDate.parse(typed.strip());
        } catch (DateTimeException notADate) {
            throw Problem.field(pointer, "date-invalid");
        }
    }
}
