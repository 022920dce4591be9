package org.bangxiao.notice;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What somebody was told, the newest first. */
@Path("/desk/inbox")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@Authenticated
class InboxPages {
    private static final int ROWS_A_PAGE = 30;

    @CheckedTemplate(basePath = "notice", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance inbox(
                List<InboxEntry> notes, boolean unread, @Nullable String next, @Nullable String first);
    }

    private final Inbox inbox;
    private final CurrentActor actor;

    InboxPages(Inbox inbox, CurrentActor actor) {
        this.inbox = inbox;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> inbox(@QueryParam("cursor") @Nullable UUID cursor, HttpServerRequest request) {
        return inbox.page(actor.required(), Shell.languageOf(request), cursor, ROWS_A_PAGE)
                .map(page -> Templates.inbox(
                        page.items(),
                        page.items().stream().anyMatch(note -> !note.read()),
                        page.next() == null ? null : "/desk/inbox?cursor=" + page.next(),
                        cursor == null ? null : "/desk/inbox"));
    }

    /** Where a mail leads: to what its note is about, once whoever opens it has signed in as its reader. */
    @GET
    @Path("/{id}")
    public Uni<Response> open(@PathParam("id") UUID id) {
        return inbox.open(actor.required(), id).map(link -> Redirect.to(Redirect.local(link, "/desk/inbox")));
    }

    /** Marks a note and goes where it leads. */
    @POST
    @Path("/{id}/read")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> read(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        String link = posted.getFirst("link");
        return inbox.read(actor.required(), id)
                .map(done -> Redirect.to(Redirect.local(link == null ? "" : link, "/desk/inbox")));
    }

    @POST
    @Path("/read")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> readAll(MultivaluedMap<String, String> posted) {
        return inbox.readAll(actor.required()).map(done -> Redirect.to("/desk/inbox"));
    }
}
