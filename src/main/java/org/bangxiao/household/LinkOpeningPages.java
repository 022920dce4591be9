package org.bangxiao.household;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The form by which the county's office enters a contract. */
@Path(LinkOpeningPages.HERE)
@Cancellable(false)
@RolesAllowed(Role.COUNTY_OFFICER)
@Produces(MediaType.TEXT_HTML)
class LinkOpeningPages {
    static final String HERE = LinkPages.HOME + "/new";
    private static final int GRAMS = 3;

    @CheckedTemplate(basePath = "household", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance newLink(List<LinkKind> kinds, Form form);
    }

    private final LinkOpening opening;
    private final CurrentActor actor;

    LinkOpeningPages(LinkOpening opening, CurrentActor actor) {
        this.opening = opening;
        this.actor = actor;
    }

    @GET
    public TemplateInstance fresh() {
        return page(Form.of(Map.of()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> open(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> opening.open(actor.required(), draft(form)))
                        .map(id -> Redirect.to(LinkPages.HOME + "/" + id, "flash.link-opened")),
                form,
                again -> Uni.createFrom().item(() -> page(again)));
    }

    private static TemplateInstance page(Form form) {
        return Templates.newLink(List.of(LinkKind.values()), form);
    }

    /** Produce is written down in kilograms. */
    private static LinkOpening.Draft draft(Form form) {
        LinkForm read = new LinkForm(form);
        LinkKind kind = Form.constant(LinkKind.class, form.value("kind"));
        return read.checked(new LinkOpening.Draft(
                form.value("creditCode"),
                kind,
                form.value("title"),
                read.decimal("whole", kind == LinkKind.PRODUCE ? GRAMS : 0),
                read.day("validFrom"),
                read.day("validTo")));
    }
}
