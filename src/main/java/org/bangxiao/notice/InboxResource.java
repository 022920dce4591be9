package org.bangxiao.notice;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.web.Shell;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/api/inbox")
@Cancellable(false)
@Tag(name = "inbox")
@Authenticated
class InboxResource {
    private final Inbox inbox;
    private final CurrentActor actor;

    InboxResource(Inbox inbox, CurrentActor actor) {
        this.inbox = inbox;
        this.actor = actor;
    }

    @GET
    @Operation(summary = "What you were told, the newest first, in the language of the request")
    public Uni<Page<InboxEntry>> inbox(
            @QueryParam("cursor") @Nullable UUID cursor,
            @QueryParam("limit") @DefaultValue("50") int limit,
            HttpServerRequest request) {
        int size = Page.sizeOf(limit);
        return inbox.page(actor.required(), Shell.languageOf(request), cursor, size);
    }

    @POST
    @Path("/{id}/read")
    @Operation(summary = "Mark a note as read")
    public Uni<Void> read(@PathParam("id") UUID id) {
        return inbox.read(actor.required(), id);
    }
}
