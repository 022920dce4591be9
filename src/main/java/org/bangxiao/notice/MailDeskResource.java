package org.bangxiao.notice;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.web.Shell;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Mails that did not simply go out, as JSON. */
@Path("/api/mails")
@Cancellable(false)
@RolesAllowed(Role.ADMINISTRATOR)
@Tag(name = "inbox")
class MailDeskResource {
    private final MailOutbox outbox;

    MailDeskResource(MailOutbox outbox) {
        this.outbox = outbox;
    }

    @GET
    @Operation(summary = "Mails that may or may not have been sent, and those refused for good, the latest first")
    public Uni<Page<StuckMail>> stuck(
            @QueryParam("cursor") @Nullable UUID cursor,
            @QueryParam("limit") @DefaultValue("50") int limit,
            HttpServerRequest request) {
        return outbox.stuck(Shell.languageOf(request), cursor, Page.sizeOf(limit));
    }
}
