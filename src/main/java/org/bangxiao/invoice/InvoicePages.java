package org.bangxiao.invoice;

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
import org.bangxiao.order.Shopper;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A buyer asks for an invoice of an order, and finds its number here once it was issued. */
@Path("/orders/{part}/invoice")
@Cancellable(false)
@PermitAll
@Produces(MediaType.TEXT_HTML)
class InvoicePages {
    @CheckedTemplate(basePath = "invoice", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance ask(Invoices.Asked asked, Form form);
    }

    private final Invoices invoices;
    private final CurrentActor actor;

    InvoicePages(Invoices invoices, CurrentActor actor) {
        this.invoices = invoices;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> invoice(
            @PathParam("part") UUID part, @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        return page(part, guest, Form.empty());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> ask(
            @PathParam("part") UUID part,
            MultivaluedMap<String, String> posted,
            @CookieParam(Shopper.COOKIE) @Nullable String guest) {
        Form form = Form.of(posted);
        Payer payer = new Payer(form.value("kind"), form.value("title"), form.value("taxNumber"), form.value("email"));
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> invoices.ask(Shopper.of(actor, guest), part, payer))
                        .map(done -> Redirect.to("/orders/" + part + "/invoice", "flash.invoice-asked")),
                form,
                again -> page(part, guest, again));
    }

    private Uni<TemplateInstance> page(UUID part, @Nullable String guest, Form form) {
        return invoices.of(Shopper.of(actor, guest), part).map(asked -> Templates.ask(asked, form));
    }
}
