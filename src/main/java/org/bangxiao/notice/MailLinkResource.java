package org.bangxiao.notice;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.StrangersForm;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** What mail programs and programs call; the token says whose mails are meant. */
@Path("/api/mail")
@Cancellable(false)
@PermitAll
@Tag(name = "inbox")
class MailLinkResource {
    private final MailAddresses addresses;

    MailLinkResource(MailAddresses addresses) {
        this.addresses = addresses;
    }

    /** A mail program's button sends a form (RFC 8058). */
    void takeFormAsText(@Observes Router router) {
        StrangersForm.asText(router, "/api/mail/stop/*");
    }

    @POST
    @Path("/confirm/{token}")
    @Operation(summary = "Agree to be told by mail, with the secret of the link that was sent there")
    public Uni<Void> confirm(@PathParam("token") String token) {
        return addresses.confirm(token);
    }

    @POST
    @Path("/stop/{token}")
    @Consumes(MediaType.TEXT_PLAIN)
    @Operation(
            summary = "End the mails, with one click (RFC 8058)",
            description = "The address in each mail's List-Unsubscribe. Its second time changes nothing.")
    public Uni<Void> stop(@PathParam("token") String token) {
        return addresses.stop(token);
    }

    @GET
    @Path("/stop/{token}")
    @Operation(summary = "Leads to the page on which the mails are ended")
    public Uni<Response> page(@PathParam("token") String token) {
        return addresses.running(token).map(known -> Redirect.to("/mail/stop/" + token));
    }
}
