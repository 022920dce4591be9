package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.StrangersForm;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Where providers report: anybody may call, only a signature is believed. A provider that is not set up is not found. */
@Path("/api/payments/callbacks")
@Cancellable(false)
@Tag(name = "payments")
class CallbackResource {
    record Received(String state) {}

    /** What WeChat Pay takes for an answer. */
    record Taken(String code) {}

    private final Payments payments;
    private final SandboxSignature signature;
    private final SandboxProvider sandbox;
    private final WeChatPay wechat;
    private final Alipay alipay;

    CallbackResource(
            Payments payments, SandboxSignature signature, SandboxProvider sandbox, WeChatPay wechat, Alipay alipay) {
        this.payments = payments;
        this.signature = signature;
        this.sandbox = sandbox;
        this.wechat = wechat;
        this.alipay = alipay;
    }

    @POST
    @Path("/sandbox")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "A provider's report",
            description = "Believed only with a good signature over the exact body and a fresh time.")
    public Uni<Received> sandbox(
            byte[] body,
            @HeaderParam(SandboxSignature.TIMESTAMP_HEADER) @DefaultValue("") String timestamp,
            @HeaderParam(SandboxSignature.SIGNATURE_HEADER) @DefaultValue("") String signed) {
        if (!sandbox.configured()) {
            throw Problem.notFound();
        }
        // The provider's clock is the real one, whatever day the business clock stands at.
        signature.verify(timestamp, signed, body, Instant.now());
        return payments.believe(Callback.parse(SandboxProvider.NAME, new String(body, StandardCharsets.UTF_8)))
                .map(Received::new);
    }

    @POST
    @Path("/wechat")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "A notice of WeChat Pay",
            description =
                    "Believed only with WeChat Pay's signature over the exact body, a fresh time, an open seal, and"
                            + " the order, amount, currency and merchant that were asked for.")
    public Uni<Taken> wechat(
            byte[] body,
            @HeaderParam("Wechatpay-Timestamp") @DefaultValue("") String timestamp,
            @HeaderParam("Wechatpay-Nonce") @DefaultValue("") String nonce,
            @HeaderParam("Wechatpay-Serial") @DefaultValue("") String serial,
            @HeaderParam("Wechatpay-Signature") @DefaultValue("") String signed) {
        return believe(wechat.read(
                        new WeChatPay.Head(timestamp, nonce, serial, signed), new String(body, StandardCharsets.UTF_8)))
                .replaceWith(new Taken("SUCCESS"));
    }

    /** Alipay sends a form; its signature is what counts. */
    void takeFormAsText(@Observes Router router) {
        StrangersForm.asText(router, "/api/payments/callbacks/alipay");
    }

    @POST
    @Path("/alipay")
    @PermitAll
    @Consumes(MediaType.TEXT_PLAIN)
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            summary = "A notice of Alipay",
            description =
                    "A form of Alipay's. Believed only with its signature over all parameters, and the order, amount,"
                            + " application and seller that were asked for.")
    public Uni<String> alipay(byte[] body) {
        return believe(alipay.read(new String(body, StandardCharsets.UTF_8))).replaceWith("success");
    }

    private Uni<Void> believe(Optional<Callback> said) {
        return said.isEmpty()
                ? Uni.createFrom().voidItem()
                : payments.believe(said.get()).replaceWithVoid();
    }
}
