package org.bangxiao.payment;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Where providers report: anybody may call, only a signature is believed. */
@Path("/api/payments/callbacks")
@Cancellable(false)
@Tag(name = "payments")
class CallbackResource {
    record Received(String state) {}

    private final Payments payments;
    private final SandboxSignature signature;

    CallbackResource(Payments payments, SandboxSignature signature) {
        this.payments = payments;
        this.signature = signature;
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
        // The provider's clock is the real one, whatever day the business clock stands at.
        signature.verify(timestamp, signed, body, Instant.now());
        return payments.believe(Callback.parse(Payments.SANDBOX, new String(body, StandardCharsets.UTF_8)))
                .map(Received::new);
    }
}
