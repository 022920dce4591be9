package org.bangxiao.order;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Whether a guest is told of a purchase by mail, and the page to which those mails lead. */
@Path("/")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
class OrderMailPages {
    private final OrderMail mails;
    private final PurchasePage page;
    private final CurrentActor actor;

    OrderMailPages(OrderMail mails, PurchasePage page, CurrentActor actor) {
        this.mails = mails;
        this.page = page;
        this.actor = actor;
    }

    @POST
    @Path("purchases/{id}/mail")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> give(
            @PathParam("id") UUID id,
            MultivaluedMap<String, String> posted,
            @CookieParam(Shopper.COOKIE) @Nullable String guest,
            HttpServerRequest request) {
        Form form = Form.of(posted);
        Shopper shopper = Shopper.of(actor, guest);
        return FormAnswer.orAgain(
                mails.give(id, shopper, form.value("mail"), Shell.languageOf(request))
                        .map(done -> Redirect.to("/purchases/" + id, "flash.order-mail")),
                form,
                again -> page.own(id, shopper, again));
    }

    @POST
    @Path("purchases/{id}/mail/stop")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> stop(
            @PathParam("id") UUID id,
            MultivaluedMap<String, String> posted,
            @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        return mails.stop(id, Shopper.of(actor, guest))
                .map(done -> Redirect.to("/purchases/" + id, "flash.mail-stopped"));
    }

    @GET
    @Path("purchases/by-mail/{token}")
    public Uni<TemplateInstance> byMail(@PathParam("token") String token) {
        return page.byLink(token);
    }
}
