package org.bangxiao.freight;

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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The supplier's desk: what we take for delivery. */
@Path(FreightPages.HOME)
@Cancellable(false)
@WithTables
@RolesAllowed(Role.SUPPLIER)
@Produces(MediaType.TEXT_HTML)
class FreightPages {
    static final String HOME = "/desk/freight";

    @CheckedTemplate(basePath = "freight", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance templates(List<FreightTemplate> templates);

        static native TemplateInstance template(@Nullable UUID id, List<Integer> rows, Form form);
    }

    private final FreightTemplates templates;
    private final CurrentActor actor;

    FreightPages(FreightTemplates templates, CurrentActor actor) {
        this.templates = templates;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> own() {
        return templates.own(actor.required()).map(Templates::templates);
    }

    @GET
    @Path("/new")
    public TemplateInstance fresh() {
        return page(null, FreightForm.fresh());
    }

    @POST
    @Path("/new")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> add(MultivaluedMap<String, String> posted) {
        return save(null, posted);
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return templates.find(id, actor.required()).map(found -> page(id, FreightForm.filled(found)));
    }

    @POST
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> change(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return save(id, posted);
    }

    @POST
    @Path("/{id}/remove")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> remove(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return templates.remove(id, actor.required()).map(done -> Redirect.to(HOME, "flash.removed"));
    }

    private Uni<Response> save(@Nullable UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> templates.save(id, FreightForm.read(form), actor.required()))
                        .map(saved -> Redirect.to(HOME, "flash.saved"))
                        .onFailure(Problem.class)
                        .transform(problem -> FreightForm.atRow(problem, form)),
                form,
                again -> Uni.createFrom().item(page(id, again)));
    }

    private static TemplateInstance page(@Nullable UUID id, Form form) {
        return Templates.template(id, FreightForm.rows(form), form);
    }
}
