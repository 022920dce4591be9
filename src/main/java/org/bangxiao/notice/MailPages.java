package org.bangxiao.notice;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Whether, and where, one is told by mail. */
@Path(MailPages.HOME)
@Cancellable(false)
@Authenticated
@Produces(MediaType.TEXT_HTML)
class MailPages {
    static final String HOME = "/account/mail";

    @CheckedTemplate(basePath = "notice", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance mail(@Nullable MailAddress address, Form form);
    }

    private final MailAddresses addresses;
    private final CurrentActor actor;

    MailPages(MailAddresses addresses, CurrentActor actor) {
        this.addresses = addresses;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> mail() {
        return page(Form.empty());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> give(MultivaluedMap<String, String> posted, HttpServerRequest request) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() ->
                                addresses.give(actor.required(), form.value("address"), Shell.languageOf(request)))
                        .map(given -> Redirect.to(HOME, "flash.mail-link-sent")),
                form,
                this::page);
    }

    @POST
    @Path("/stop")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> stop(MultivaluedMap<String, String> posted) {
        return addresses.stop(actor.required()).map(done -> Redirect.to(HOME, "flash.mail-stopped"));
    }

    private Uni<TemplateInstance> page(Form form) {
        return addresses.of(actor.required()).map(address -> Templates.mail(address.orElse(null), form));
    }
}
