package org.bangxiao.certification;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.region.ReviewStep;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** An office's queue: what waits, filtered and in order, case after case, many at once where all is green. */
@Path(QueuePages.QUEUE)
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.REGION_OFFICER,
    Role.TASK_FORCE,
    Role.AUDITOR,
    Role.ADMINISTRATOR
})
class QueuePages {
    static final String QUEUE = "/desk/certification";

    private static final int ROWS_A_PAGE = 50;

    /** One way to look at the queue, with how many there are. */
    record View(String key, String link, long count, boolean current) {}

    /** What the filters offer. */
    record Choices(List<Shown.Choice> steps, List<Shown.Choice> counties, List<Shown.Choice> categories) {}

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance queue(
                List<View> views,
                QueueFilter filter,
                String state,
                Choices choices,
                List<ShownQueue.Row> cases,
                boolean batch,
                String query,
                String export,
                @Nullable String next,
                @Nullable String first);

        static native TemplateInstance batch(
                List<BatchDecisions.Answer> answers, long passed, @Nullable String problem, String back);
    }

    private final Queue queue;
    private final BatchDecisions batches;
    private final PolicyPacks packs;
    private final BusinessClock clock;
    private final CurrentActor currentActor;
    private final Shell shell;

    QueuePages(
            Queue queue,
            BatchDecisions batches,
            PolicyPacks packs,
            BusinessClock clock,
            CurrentActor currentActor,
            Shell shell) {
        this.queue = queue;
        this.batches = batches;
        this.packs = packs;
        this.clock = clock;
        this.currentActor = currentActor;
        this.shell = shell;
    }

    @GET
    public Uni<TemplateInstance> queue(@BeanParam QueueAsked asked, @QueryParam("cursor") @Nullable String cursor) {
        Actor actor = currentActor.required();
        QueueFilter filter = asked.filter(queue.decides(actor));
        String query = filter.query();
        return queue.counts(actor)
                .chain(counts -> queue.page(actor, filter, cursor, ROWS_A_PAGE).map(page -> {
                    List<ShownQueue.Row> rows = page.items().stream()
                            .map(line -> ShownQueue.row(
                                    line,
                                    packs.forArea(line.application().product().countyCode()),
                                    clock.instant(),
                                    query,
                                    shell.locale()))
                            .toList();
                    return Templates.queue(
                            views(counts, filter, queue.decides(actor)),
                            filter,
                            state(filter),
                            choices(actor),
                            rows,
                            rows.stream().anyMatch(ShownQueue.Row::batch),
                            query,
                            QUEUE + "/cases.csv" + query,
                            page.next() == null ? null : QUEUE + query + "&cursor=" + page.next(),
                            cursor == null ? null : QUEUE + query);
                }));
    }

    /** To the case that follows another one in the list, or to the list where none does. */
    @GET
    @Path("/next")
    public Uni<Response> next(
            @BeanParam QueueAsked asked,
            @QueryParam("after") @Nullable UUID after,
            @QueryParam("back") @DefaultValue("false") boolean back) {
        Actor actor = currentActor.required();
        if (after == null) {
            throw Problem.field("/after", "field-required");
        }
        QueueFilter filter = asked.filter(queue.decides(actor));
        return queue.neighbour(actor, filter, after, back)
                .map(found -> Redirect.to(found.map(id -> "/desk/applications/" + id + filter.query())
                        .orElse(QUEUE + filter.query())));
    }

    /** Passes what was ticked; each case answers by itself. */
    @POST
    @Path("/batch")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> batch(@BeanParam QueueAsked asked, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        String back = QUEUE + asked.filter(queue.decides(actor)).query();
        return Uni.createFrom()
                .deferred(() -> batches.pass(actor, chosen(posted.getOrDefault("case", List.of()))))
                .chain(answers -> html(
                        200,
                        Templates.batch(
                                answers,
                                answers.stream()
                                        .filter(answer -> answer.problem() == null)
                                        .count(),
                                null,
                                back)))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> {
                    Problem.FieldError error =
                            problem.errors().isEmpty() ? null : problem.errors().get(0);
                    String words = error == null
                            ? Messages.get(shell.locale(), "problem." + problem.code())
                            : Messages.get(
                                    shell.locale(),
                                    "problem." + error.code(),
                                    error.arguments().toArray());
                    return html(problem.kind().status(), Templates.batch(List.of(), 0, words, back));
                });
    }

    /** The same list as comma separated values, all of it. */
    @GET
    @Path("/cases.csv")
    @Produces("text/csv;charset=UTF-8")
    public RestMulti<String> export(@BeanParam QueueAsked asked) {
        Actor actor = currentActor.required();
        QueueFilter filter = asked.filter(queue.decides(actor));
        return CsvFile.stream(
                "cases.csv",
                List.of(
                        "id",
                        "product",
                        "supplier",
                        "county",
                        "category",
                        "state",
                        "step",
                        "enteredAt",
                        "dueOn",
                        "overdue",
                        "escalatedAt",
                        "supervised",
                        "unsoldStock",
                        "findings",
                        "priceFen",
                        "yearlyCapacity"),
                queue.stream(actor, filter).map(QueuePages::line));
    }

    private static String line(QueueLine line) {
        ApplicationView view = line.application();
        Standing standing = line.standing();
        return CsvLines.of(
                view.id(),
                view.product().nameZh(),
                line.supplierZh(),
                view.product().countyCode(),
                view.product().category(),
                view.state(),
                view.step(),
                view.stepEnteredAt(),
                standing.dueOn(),
                line.overdue(),
                standing.escalatedAt(),
                standing.supervised(),
                standing.unsoldStock(),
                standing.findings(),
                view.product().priceFen(),
                view.product().yearlyCapacity());
    }

    private static Uni<Response> html(int status, TemplateInstance page) {
        return page.createUni().map(text -> FormAnswer.html(status, text));
    }

    /** What each ticked box sends: id, version and digest with colons between. */
    private static List<BatchDecisions.Chosen> chosen(List<String> boxes) {
        List<BatchDecisions.Chosen> chosen = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            String[] parts = boxes.get(i).split(":", -1);
            try {
                chosen.add(new BatchDecisions.Chosen(UUID.fromString(parts[0]), Integer.parseInt(parts[1]), parts[2]));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw Problem.field("/cases/" + i, "field-invalid", "");
            }
        }
        return chosen;
    }

    private Choices choices(Actor actor) {
        String prefix =
                actor.areaAs(Applications.reading(actor)).map(AreaCode::prefix).orElse("");
        List<Shown.Choice> steps = new ArrayList<>();
        List<Shown.Choice> counties = new ArrayList<>();
        List<Shown.Choice> categories = new ArrayList<>();
        for (PolicyPack pack : packs.all()) {
            if (!new AreaCode(pack.provinceCode()).covers(prefix)
                    && !pack.provinceCode().startsWith(prefix)) {
                continue;
            }
            pack.reviewSteps().stream()
                    .filter(step -> step.kind() != ReviewStep.Kind.ANNOUNCEMENT)
                    .forEach(step -> add(steps, step.id(), step.name()));
            pack.counties().stream()
                    .filter(county -> county.code().startsWith(prefix))
                    .forEach(county -> add(counties, county.code(), county.name()));
            pack.categories().forEach(category -> add(categories, category.id(), category.name()));
        }
        return new Choices(steps, counties, categories);
    }

    private static void add(List<Shown.Choice> choices, String id, Label name) {
        if (choices.stream().noneMatch(choice -> choice.value().equals(id))) {
            choices.add(new Shown.Choice(id, name.zh(), name.en()));
        }
    }

    private static List<View> views(Queue.Counts counts, QueueFilter filter, boolean decides) {
        List<View> views = new ArrayList<>();
        if (decides) {
            views.add(new View("queue.filter.mine", QUEUE + QueueFilter.MINE.query(), counts.mine(), filter.mine()));
        }
        Map<ApplicationState, String> keys = Map.of(
                ApplicationState.IN_REVIEW, "queue.filter.review",
                ApplicationState.ON_NOTICE, "queue.filter.notice",
                ApplicationState.OBJECTED, "queue.filter.objected");
        for (ApplicationState state : List.of(
                ApplicationState.IN_REVIEW,
                ApplicationState.ON_NOTICE,
                ApplicationState.OBJECTED,
                ApplicationState.RETURNED,
                ApplicationState.REJECTED,
                ApplicationState.CERTIFIED)) {
            views.add(new View(
                    keys.getOrDefault(state, "application.state." + state),
                    QUEUE + QueueFilter.in(state).query(),
                    counts.states().getOrDefault(state, 0L),
                    !filter.mine() && state == filter.state()));
        }
        return views;
    }

    private static String state(QueueFilter filter) {
        ApplicationState state = filter.state();
        return filter.mine() ? "MINE" : state == null ? "ALL" : state.name();
    }
}
