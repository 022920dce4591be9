package org.bangxiao.supervision;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The red and the black list for anybody, and the forms of those who keep them. */
@Path(ListPages.HOME)
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class ListPages {
    static final String HOME = "/lists";
    private static final int ROWS_A_PAGE = 50;
    private static final List<String> HEADING = List.of(
            "list",
            "name",
            "county",
            "reason",
            "evidence",
            "enteredAt",
            "dueOn",
            "outcome",
            "outcomeNote",
            "removedAt",
            "removalReason",
            "demo");

    @CheckedTemplate(basePath = "supervision", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance lists(
                List<Shown.View> views,
                List<Shown.Entry> entries,
                boolean keeps,
                String export,
                @Nullable String next,
                @Nullable String first,
                Form form);

        static native TemplateInstance listEntry(Shown.Entry shown, boolean keeps, Form form);
    }

    private final RedAndBlack lists;
    private final PolicyPacks packs;
    private final BusinessClock clock;
    private final CurrentActor currentActor;

    ListPages(RedAndBlack lists, PolicyPacks packs, BusinessClock clock, CurrentActor currentActor) {
        this.lists = lists;
        this.packs = packs;
        this.clock = clock;
        this.currentActor = currentActor;
    }

    @GET
    @PermitAll
    public Uni<TemplateInstance> list(
            @QueryParam("list") @DefaultValue("") String list,
            @QueryParam("removed") boolean removed,
            @QueryParam("cursor") @Nullable String cursor) {
        return page(list, removed, cursor, Form.empty());
    }

    /** The same as comma separated values, all of them. */
    @GET
    @Path("/entries.csv")
    @PermitAll
    @Produces("text/csv;charset=UTF-8")
    public RestMulti<String> export(
            @QueryParam("list") @DefaultValue("") String list, @QueryParam("removed") boolean removed) {
        return CsvFile.pages(
                "lists.csv",
                HEADING,
                cursor -> lists.list(list, !removed, cursor, Page.MAX_SIZE),
                one -> CsvLines.of(
                        one.list(),
                        one.nameZh(),
                        one.countyCode(),
                        one.reason(),
                        one.evidence(),
                        one.enteredAt(),
                        one.dueOn(),
                        one.outcome(),
                        one.outcomeNote(),
                        one.removedAt(),
                        one.removalReason(),
                        one.demo()));
    }

    @GET
    @Path("/{id}")
    @PermitAll
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return page(id, Form.empty());
    }

    @POST
    @RolesAllowed({Role.REGION_OFFICER, Role.TASK_FORCE})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> enter(MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> lists.enter(
                                actor,
                                new RedAndBlack.Draft(
                                        form.value("list"),
                                        form.value("certificate"),
                                        form.value("countyCode"),
                                        form.value("reason"),
                                        form.value("evidence"),
                                        Answers.day("dueOn", form.value("dueOn")))))
                        .map(entry -> Redirect.to(HOME + "/" + entry.id(), "flash.list-entered")),
                form,
                again -> page("", false, null, again));
    }

    @POST
    @Path("/{id}/outcome")
    @RolesAllowed({Role.REGION_OFFICER, Role.TASK_FORCE})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> followUp(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                lists.find(id)
                        .chain(seen -> lists.followUp(actor, id, form.value("outcome"), form.value("note")))
                        .map(entry -> Redirect.to(HOME + "/" + id, "flash.list-outcome")),
                form,
                again -> page(id, again));
    }

    @POST
    @Path("/{id}/removal")
    @RolesAllowed({Role.REGION_OFFICER, Role.TASK_FORCE})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> remove(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                lists.find(id)
                        .chain(seen -> lists.remove(actor, id, form.value("reason")))
                        .map(entry -> Redirect.to(HOME + "/" + id, "flash.list-removed")),
                form,
                again -> page(id, again));
    }

    private Uni<TemplateInstance> page(String list, boolean removed, @Nullable String cursor, Form form) {
        Instant now = clock.instant();
        String here = HOME + "?list=" + list + "&removed=" + removed;
        return lists.list(list, !removed, cursor, ROWS_A_PAGE)
                .map(page -> Templates.lists(
                        List.of(
                                view("supervision.list.all", "", false, list, removed),
                                view("supervision.list.RED", "RED", false, list, removed),
                                view("supervision.list.BLACK", "BLACK", false, list, removed),
                                view("supervision.list.removed", "", true, list, removed)),
                        page.items().stream()
                                .map(one -> Shown.of(one, packs, now))
                                .toList(),
                        keeps(),
                        HOME + "/entries.csv?list=" + list + "&removed=" + removed,
                        page.next() == null ? null : here + "&cursor=" + page.next(),
                        cursor == null ? null : here,
                        form));
    }

    private static Shown.View view(String key, String list, boolean removed, String asked, boolean askedRemoved) {
        return new Shown.View(
                key,
                HOME + "?list=" + list + "&removed=" + removed,
                removed == askedRemoved && (removed || list.equals(asked)));
    }

    private Uni<TemplateInstance> page(UUID id, Form form) {
        return lists.find(id).map(one -> Templates.listEntry(Shown.of(one, packs, clock.instant()), keeps(), form));
    }

    private boolean keeps() {
        return currentActor
                .optional()
                .filter(actor -> actor.has(Role.REGION_OFFICER) || actor.has(Role.TASK_FORCE))
                .isPresent();
    }
}
