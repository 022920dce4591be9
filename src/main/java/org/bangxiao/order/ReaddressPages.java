package org.bangxiao.order;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
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
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Where a purchase goes, while its buyer may still change it. */
@Path("/purchases/{id}/receiver")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
class ReaddressPages {
    @CheckedTemplate(basePath = "order", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance receiver(UUID id, Form form);
    }

    private final Readdress readdress;
    private final CurrentActor actor;

    ReaddressPages(Readdress readdress, CurrentActor actor) {
        this.readdress = readdress;
        this.actor = actor;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    public Uni<TemplateInstance> form(@PathParam("id") UUID id, @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        return readdress
                .receiver(id, Shopper.of(actor, guest))
                .map(found -> Templates.receiver(id, Form.of(AddressPages.fields(found))));
    }

    @POST
    public Uni<Response> change(
            @PathParam("id") UUID id,
            MultivaluedMap<String, String> posted,
            @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> readdress.change(id, Shopper.of(actor, guest), Receiver.of(form)))
                        .map(done -> Redirect.to("/purchases/" + id, "flash.readdressed")),
                form,
                again -> Uni.createFrom().item(Templates.receiver(id, again)));
    }
}
