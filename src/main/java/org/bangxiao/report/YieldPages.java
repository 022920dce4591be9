package org.bangxiao.report;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.web.WithTables;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Sold weight against delivered weight, at the desk. */
@Path(YieldPages.HOME)
@Cancellable(false)
@WithTables
@RolesAllowed({Role.SUPPLIER, Role.COUNTY_OFFICER, Role.AUDITOR})
@Produces(MediaType.TEXT_HTML)
class YieldPages {
    static final String HOME = "/desk/yields";
    private static final int SIZE = 50;

    @CheckedTemplate(basePath = "report", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance yields(List<YieldRow> rows, @Nullable String next, @Nullable String first);
    }

    private final Yields yields;
    private final CurrentActor actor;

    YieldPages(Yields yields, CurrentActor actor) {
        this.yields = yields;
        this.actor = actor;
    }

    @GET
    public Uni<TemplateInstance> page(@QueryParam("cursor") @Nullable UUID cursor) {
        return yields.page(actor.required(), cursor, SIZE)
                .map(page -> Templates.yields(
                        page.items(),
                        page.next() == null ? null : HOME + "?cursor=" + page.next(),
                        cursor == null ? null : HOME));
    }
}
