package org.bangxiao.payment;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
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
import org.bangxiao.platform.Ids;
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
    private final SandboxSignature signature;
    private final HttpClient client;

    CashierPages(Payments payments, PaymentListener listener, SandboxSignature signature, Vertx vertx) {
        this.payments = payments;
        this.listener = listener;
        this.signature = signature;
        this.client = vertx.createHttpClient();
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
                .chain(intent -> callBack(intent, kind, request)
                        .map(done -> Redirect.to(listener.returnPath(intent.subject()))));
    }

    private Uni<Void> callBack(PaymentIntent intent, String kind, HttpServerRequest request) {
        Buffer body = Buffer.buffer(new JsonObject()
                .put("eventId", Ids.next().toString())
                .put("intentId", intent.id().toString())
                .put("kind", kind)
                .put("amountFen", intent.amountFen())
                .put("currency", "CNY")
                .encode());
        String timestamp = String.valueOf(Instant.now().getEpochSecond());
        RequestOptions target = thisService(request.localAddress())
                .setMethod(HttpMethod.POST)
                .setURI("/api/payments/callbacks/sandbox")
                .putHeader("Content-Type", MediaType.APPLICATION_JSON)
                .putHeader(SandboxSignature.TIMESTAMP_HEADER, timestamp)
                .putHeader(SandboxSignature.SIGNATURE_HEADER, signature.sign(timestamp, body.getBytes()));
        return client.request(target)
                .chain(call -> call.send(body))
                .chain(answer -> answer.body().map(ignored -> answer.statusCode()))
                .invoke(status -> {
                    if (status != Response.Status.OK.getStatusCode()) {
                        throw Problem.of(Problem.Kind.UNAVAILABLE, "payment-unavailable");
                    }
                })
                .replaceWithVoid();
    }

    /** Where this request came in; the name is one that a Host header may hold, which an IPv6 address as such is not. */
    static RequestOptions thisService(SocketAddress reachedAt) {
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(reachedAt.port(), reachedAt.hostAddress()))
                .setHost("localhost")
                .setPort(reachedAt.port());
    }
}
