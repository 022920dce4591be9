package org.bangxiao.payment;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
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
import java.time.Instant;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox provider's side of the counter: its own page, and its own signed callback sent over HTTP like any other
 * provider's, so that nothing is believed because it happened in this process.
 */
@Path("/cashier/{id}")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class CashierPages {
    @CheckedTemplate(basePath = "payment", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance cashier(
                PaymentIntent intent, @Nullable Instant payBy, boolean payable, String back);
    }

    private final Payments payments;
    private final PaymentListener listener;
    private final SandboxProvider sandbox;

    CashierPages(Payments payments, PaymentListener listener, SandboxProvider sandbox) {
        this.payments = payments;
        this.listener = listener;
        this.sandbox = sandbox;
    }

    @GET
    @PermitAll
    public Uni<TemplateInstance> page(@PathParam("id") UUID id) {
        return payments.find(id)
                .chain(intent -> listener.payBy(intent.subject())
                        .chain(payBy -> payments.payable(intent)
                                .map(payable -> Templates.cashier(
                                        intent, payBy, payable, listener.returnPath(intent.subject())))));
    }

    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> decide(
            @PathParam("id") UUID id, MultivaluedMap<String, String> posted, HttpServerRequest request) {
        String kind = switch (String.valueOf(posted.getFirst("outcome"))) {
            case "pay" -> "CAPTURED";
            case "fail" -> "FAILED";
            case "cancel" -> "CANCELLED";
            default -> throw Problem.field("/outcome", "field-required");
        };
        return payments.find(id)
                .call(intent -> kind.equals("CAPTURED")
                        ? payments.requirePayable(intent)
                        : Uni.createFrom().voidItem())
                .chain(intent -> sandbox.report(
                                SandboxProvider.thisService(request.localAddress()),
                                SandboxProvider.ofPayment(intent, kind))
                        .map(done -> Redirect.to(listener.returnPath(intent.subject()))));
    }
}
