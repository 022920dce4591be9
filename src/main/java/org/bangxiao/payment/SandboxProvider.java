package org.bangxiao.payment;

import io.quarkus.vertx.http.HttpServer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Ids;

/** The sandbox provider's word, signed and sent over HTTP like any other provider's. */
@ApplicationScoped
class SandboxProvider implements PaymentProvider {
    static final String NAME = "sandbox";

    private final SandboxSignature signature;
    private final HttpClient client;
    private final HttpServer server;
    private final boolean configured;

    SandboxProvider(SandboxSignature signature, Vertx vertx, HttpServer server, PaymentConfig config) {
        this.signature = signature;
        this.server = server;
        this.configured = config.sandbox();
        this.client = vertx.createHttpClient();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean configured() {
        return configured;
    }

    /** Its word comes as a callback, like that of any other provider. */
    @Override
    public Uni<Optional<Callback>> refund(PaymentRefund refund, PaymentIntent intent) {
        return report(thisService(SocketAddress.inetSocketAddress(server.getPort(), "127.0.0.1")), ofRefund(refund))
                .replaceWith(Optional.empty());
    }

    static JsonObject ofPayment(PaymentIntent intent, String kind) {
        return new JsonObject()
                .put("eventId", Ids.next().toString())
                .put("intentId", intent.id().toString())
                .put("kind", kind)
                .put("amountFen", intent.amountFen())
                .put("currency", "CNY");
    }

    /** A refund is done once whatever how often it is asked for: the event has the refund's name. */
    static JsonObject ofRefund(PaymentRefund refund) {
        return new JsonObject()
                .put("eventId", "refund-" + refund.id())
                .put("intentId", refund.intentId().toString())
                .put("refundId", refund.id().toString())
                .put("kind", "REFUNDED")
                .put("amountFen", refund.amountFen())
                .put("currency", "CNY");
    }

    /** Fails with {@code payment-unavailable} where the service does not take it. */
    Uni<Void> report(RequestOptions service, JsonObject event) {
        Buffer body = Buffer.buffer(event.encode());
        String timestamp = String.valueOf(Instant.now().getEpochSecond());
        RequestOptions target = service.setMethod(HttpMethod.POST)
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
