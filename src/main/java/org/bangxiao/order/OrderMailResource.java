package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Shell;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Whether a guest is told of a purchase by mail, as JSON. */
@Path("/api/purchases/{id}/mail")
@Cancellable(false)
@PermitAll
@Tag(name = "orders")
class OrderMailResource {
    /** @param mail where to, at most 254 letters */
    record Wish(@Nullable String mail) {}

    private final OrderMail mails;
    private final CurrentActor actor;

    OrderMailResource(OrderMail mails, CurrentActor actor) {
        this.mails = mails;
        this.actor = actor;
    }

    @PUT
    @Operation(
            summary = "Be told of a guest's purchase by mail",
            description =
                    "Of this purchase alone, in the language of this request; at most five addresses one after the other.")
    public Uni<Void> give(
            @PathParam("id") UUID id,
            @Nullable Wish wish,
            @HeaderParam("Cart-Token") @Nullable String token,
            HttpServerRequest request) {
        if (wish == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        String mail = wish.mail();
        return mails.give(id, Shopper.of(actor, token), mail == null ? "" : mail, Shell.languageOf(request));
    }

    @DELETE
    @Operation(summary = "Be told of it by mail no longer; the address is forgotten, and links that went there end")
    public Uni<Void> stop(@PathParam("id") UUID id, @HeaderParam("Cart-Token") @Nullable String token) {
        return mails.stop(id, Shopper.of(actor, token));
    }
}
