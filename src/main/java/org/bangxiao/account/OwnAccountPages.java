package org.bangxiao.account;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;

/** One's own data, and the end of the account. */
@Path("/account/data")
@Cancellable(false)
@Authenticated
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class OwnAccountPages {
    @CheckedTemplate(basePath = "account", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance data(Form form);
    }

    private final OwnAccount own;
    private final CurrentActor actor;

    OwnAccountPages(OwnAccount own, CurrentActor actor) {
        this.own = own;
        this.actor = actor;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    public TemplateInstance page() {
        return Templates.data(Form.empty());
    }

    // By POST: reading in the clear is a deed.
    @POST
    @Path("file")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Response> file(MultivaluedMap<String, String> posted) {
        return own.data(actor.required())
                .map(data -> Response.ok(data, MediaType.APPLICATION_JSON + ";charset=UTF-8")
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"bangxiao-data.json\"")
                        .build());
    }

    @POST
    @Path("close")
    public Uni<Response> close(MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() -> own.close(actor.required(), form.value("password")))
                .map(closed -> Redirect.to("/", "flash.account-closed"))
                .onFailure(Problem.class)
                .recoverWithUni(OwnAccountPages::refused);
    }

    /** The page again with what stood against it; a password is never sent back. */
    private static Uni<Response> refused(Problem problem) {
        return FormAnswer.refused(Templates.data(Form.empty().with(problem)), problem);
    }
}
