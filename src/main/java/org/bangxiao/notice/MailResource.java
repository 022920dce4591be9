package org.bangxiao.notice;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Shell;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Whether, and where, one is told by mail, as JSON. */
@Path("/api/account/mail")
@Cancellable(false)
@Authenticated
@Tag(name = "inbox")
class MailResource {
    /** @param address where to, at most 254 letters */
    record Wish(@Nullable String address) {}

    private final MailAddresses addresses;
    private final CurrentActor actor;

    MailResource(MailAddresses addresses, CurrentActor actor) {
        this.addresses = addresses;
        this.actor = actor;
    }

    @GET
    @Operation(summary = "Where you are told by mail, masked; not found where nowhere")
    public Uni<MailAddress> mail() {
        return addresses.of(actor.required()).map(found -> found.orElseThrow(Problem::notFound));
    }

    @PUT
    @Operation(
            summary = "Be told by mail too",
            description =
                    "A link goes there; nothing else does before it is confirmed. Mails are in the language of this request.")
    public Uni<MailAddress> give(@Nullable Wish wish, HttpServerRequest request) {
        if (wish == null) {
            throw Problem.of(Problem.Kind.INVALID, "json-unreadable");
        }
        String address = wish.address();
        return addresses.give(actor.required(), address == null ? "" : address, Shell.languageOf(request));
    }

    @DELETE
    @Operation(summary = "Be told by mail no longer; the address is forgotten")
    public Uni<Void> stop() {
        return addresses.stop(actor.required());
    }
}
