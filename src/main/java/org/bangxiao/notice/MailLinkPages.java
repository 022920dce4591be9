package org.bangxiao.notice;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Where the links in mails lead. Whoever reads the mailbox may press the button, signed in or not; opening a page does
 * nothing, because programs that guard mailboxes open every link.
 */
@Path("/mail")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
class MailLinkPages {
    @CheckedTemplate(basePath = "notice", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance mailLink(
                String kind, String token, boolean open, boolean guest, @Nullable String address);
    }

    private final MailAddresses addresses;
    private final CurrentActor actor;

    MailLinkPages(MailAddresses addresses, CurrentActor actor) {
        this.addresses = addresses;
        this.actor = actor;
    }

    @GET
    @Path("/confirm/{token}")
    public Uni<TemplateInstance> confirmation(@PathParam("token") String token) {
        return addresses.asked(token).map(masked -> Templates.mailLink("confirm", token, true, false, masked));
    }

    @POST
    @Path("/confirm/{token}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> confirm(@PathParam("token") String token, MultivaluedMap<String, String> posted) {
        return addresses
                .confirm(token)
                .map(done -> Redirect.to(actor.optional().isPresent() ? MailPages.HOME : "/", "flash.mail-confirmed"));
    }

    @GET
    @Path("/stop/{token}")
    public Uni<TemplateInstance> stopping(@PathParam("token") String token) {
        return addresses
                .running(token)
                .map(running -> Templates.mailLink("stop", token, running.told(), running.guest(), null));
    }

    @POST
    @Path("/stop/{token}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> stop(@PathParam("token") String token, MultivaluedMap<String, String> posted) {
        return addresses.stop(token).map(done -> Redirect.to("/mail/stop/" + token, "flash.mail-stopped"));
    }
}
