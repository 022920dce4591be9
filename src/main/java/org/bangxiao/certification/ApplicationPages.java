package org.bangxiao.certification;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.WithTables;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A supplier's desk: the own applications. */
@Path("/desk/applications")
@Cancellable(false)
@WithTables
@Produces(MediaType.TEXT_HTML)
class ApplicationPages {
    private static final int ROWS_A_PAGE = 50;
    private static final String HOME = "/desk/applications";

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance applications(
                List<Shown.Line> lines, boolean forOthers, @Nullable String next, @Nullable String first);
    }

    private final Applications applications;
    private final PolicyPacks packs;
    private final BusinessClock clock;
    private final CurrentActor currentActor;

    ApplicationPages(Applications applications, PolicyPacks packs, BusinessClock clock, CurrentActor currentActor) {
        this.applications = applications;
        this.packs = packs;
        this.clock = clock;
        this.currentActor = currentActor;
    }

    @GET
    @RolesAllowed({
        Role.SUPPLIER,
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    public Uni<Response> mine(@QueryParam("cursor") @Nullable String cursor) {
        Actor actor = currentActor.required();
        Optional<UUID> own = actor.organisationAs(Role.SUPPLIER);
        if (own.isEmpty()) {
            return Uni.createFrom().item(Redirect.to(QueuePages.QUEUE));
        }
        return applications
                .mine(actor, new Applications.Filter(null, 0, cursor, ROWS_A_PAGE))
                .map(page -> Templates.applications(
                        page.items().stream()
                                .map(line -> Shown.line(
                                        line, packs.forArea(line.countyCode()), clock.instant(), Integer.MAX_VALUE))
                                .toList(),
                        page.items().stream()
                                .anyMatch(line -> !line.organisationId().equals(own.get())),
                        page.next() == null ? null : HOME + "?cursor=" + page.next(),
                        cursor == null ? null : HOME))
                .chain(TemplateInstance::createUni)
                .map(html -> FormAnswer.html(Response.Status.OK.getStatusCode(), html));
    }
}
