package org.bangxiao.organisation;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Where a supplier comes in: anybody, on a phone; the papers follow at the desk. */
@Path("/register/supplier")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@PermitAll
class RegisterPages {
    /** What may come in, the usual first. */
    static final List<String> KINDS = List.of("COOPERATIVE", "COMPANY", "FAMILY_FARM", "AGENT");

    @CheckedTemplate(basePath = "organisation", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance register(
                Form form, List<String> kinds, List<Shown.Region> regions, boolean account);
    }

    private final SupplierIntake intake;
    private final PolicyPacks packs;
    private final CurrentActor actor;

    RegisterPages(SupplierIntake intake, PolicyPacks packs, CurrentActor actor) {
        this.intake = intake;
        this.packs = packs;
        this.actor = actor;
    }

    @GET
    public TemplateInstance form() {
        return page(Form.empty());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> register(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() -> registered(form))
                .map(id -> actor.optional().isPresent()
                        ? Redirect.to("/desk/organisation", "flash.supplier-registered")
                        : Redirect.to("/sign-in?next=/desk/organisation", "flash.supplier-registered"))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> FormAnswer.refused(page(form.with(problem)), problem));
    }

    private Uni<UUID> registered(Form form) {
        SupplierDraft draft = SupplierForm.read(form);
        Actor who = actor.optional().orElse(null);
        return who == null
                ? intake.register(draft, form.value("username"), form.value("password"))
                : intake.register(draft, who);
    }

    private TemplateInstance page(Form form) {
        return Templates.register(
                form, KINDS, Shown.regions(packs.all()), actor.optional().isPresent());
    }
}
