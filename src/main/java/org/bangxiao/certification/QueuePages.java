package org.bangxiao.certification;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** An office's queue: what waits in its area, longest first. */
@Path(QueuePages.QUEUE)
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class QueuePages {
    static final String QUEUE = "/desk/certification";

    private static final int ROWS_A_PAGE = 50;
    private static final int DUE_AFTER_DAYS = 5;

    /** One way to look at the queue. */
    record View(String key, String link, boolean current) {}

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance queue(
                List<View> filters,
                String state,
                int waitingDays,
                List<Shown.Line> cases,
                @Nullable String next,
                @Nullable String first);
    }

    private final Applications applications;
    private final PolicyPacks packs;
    private final BusinessClock clock;
    private final CurrentActor currentActor;

    QueuePages(Applications applications, PolicyPacks packs, BusinessClock clock, CurrentActor currentActor) {
        this.applications = applications;
        this.packs = packs;
        this.clock = clock;
        this.currentActor = currentActor;
    }

    @GET
    @RolesAllowed({
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    public Uni<TemplateInstance> queue(
            @QueryParam("state") @DefaultValue("IN_REVIEW") ApplicationState state,
            @QueryParam("waitingDays") @DefaultValue("0") int waitingDays,
            @QueryParam("cursor") @Nullable String cursor) {
        String here = QUEUE + "?state=" + state + (waitingDays > 0 ? "&waitingDays=" + waitingDays : "");
        return applications
                .inArea(currentActor.required(), new Applications.Filter(state, waitingDays, cursor, ROWS_A_PAGE))
                .map(page -> Templates.queue(
                        views(state),
                        state.name(),
                        waitingDays,
                        page.items().stream()
                                .map(line -> Shown.line(
                                        line, packs.forArea(line.countyCode()), clock.instant(), DUE_AFTER_DAYS))
                                .toList(),
                        page.next() == null ? null : here + "&cursor=" + page.next(),
                        cursor == null ? null : here));
    }

    private static List<View> views(ApplicationState state) {
        return List.of(
                view("queue.filter.mine", ApplicationState.IN_REVIEW, state),
                view("queue.filter.notice", ApplicationState.ON_NOTICE, state),
                view("queue.filter.objected", ApplicationState.OBJECTED, state),
                view("application.state.RETURNED", ApplicationState.RETURNED, state),
                view("application.state.REJECTED", ApplicationState.REJECTED, state),
                view("application.state.CERTIFIED", ApplicationState.CERTIFIED, state));
    }

    private static View view(String key, ApplicationState state, ApplicationState current) {
        return new View(key, QUEUE + "?state=" + state, state == current);
    }
}
