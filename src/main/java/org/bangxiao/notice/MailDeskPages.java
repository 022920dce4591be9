package org.bangxiao.notice;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Mails that did not simply go out. */
@Path(MailDeskPages.HOME)
@Cancellable(false)
@WithTables
@RolesAllowed(Role.ADMINISTRATOR)
@Produces(MediaType.TEXT_HTML)
class MailDeskPages {
    static final String HOME = "/desk/mails";
    private static final int ROWS_A_PAGE = 50;

    @CheckedTemplate(basePath = "notice", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance mails(
                List<StuckMail> mails, long waiting, @Nullable String next, @Nullable String first);
    }

    private final MailOutbox outbox;

    MailDeskPages(MailOutbox outbox) {
        this.outbox = outbox;
    }

    @GET
    public Uni<TemplateInstance> mails(@QueryParam("cursor") @Nullable UUID cursor, HttpServerRequest request) {
        return outbox.stuck(Shell.languageOf(request), cursor, ROWS_A_PAGE)
                .chain(page -> outbox.waiting()
                        .map(waiting -> Templates.mails(
                                page.items(),
                                waiting,
                                page.next() == null ? null : HOME + "?cursor=" + page.next(),
                                cursor == null ? null : HOME)));
    }
}
