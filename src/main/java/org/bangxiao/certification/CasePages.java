package org.bangxiao.certification;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.platform.web.WithTables;
import org.bangxiao.region.Label;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPack;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The page of one case, for applicant and officers alike. */
@Path("/desk/applications")
@Cancellable(false)
@WithTables
@Produces(MediaType.TEXT_HTML)
class CasePages {
    private static final int POINTS_OFFERED = 4;

    /** What the reader may do on the page. */
    record May(boolean decide, boolean withdraw, boolean edit, boolean submit, boolean mark) {}

    /** One line to write a point on. */
    record PointLine(
            int number, String about, String text, @Nullable String error) {}

    /** What a point can be tied to. */
    record Target(String value, String name) {}

    /** What an officer has beside the application itself. */
    record Desk(
            String seen,
            @Nullable LocalDate dueOn,
            boolean overdue,
            boolean escalated,
            boolean supervised,
            boolean unsoldStock,
            List<ShownQueue.Changed> changes,
            List<ShownQueue.Mend> mend,
            List<Target> targets,
            List<PointLine> points,
            boolean pointsOpen,
            @Nullable String next,
            @Nullable String previous,
            String query) {}

    /** What a renewal or a change asks to be otherwise than its certificate says. */
    record Asked(String kind, List<ShownQueue.Changed> changes) {}

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance applicationCase(
                Shown.Case application,
                Desk desk,
                @Nullable Asked asked,
                Checklist checklist,
                List<ObjectionView> objections,
                May may,
                @Nullable String whyNot,
                String home,
                Form form);
    }

    private final Cases cases;
    private final Applicants applicants;
    private final Queue queue;
    private final Decisions decisions;
    private final Evidence evidence;
    private final Notices notices;
    private final FollowUps followUps;
    private final Organisations organisations;
    private final PinnedPacks pinned;
    private final CurrentActor currentActor;
    private final Shell shell;

    CasePages(
            Cases cases,
            Applicants applicants,
            Queue queue,
            Decisions decisions,
            Evidence evidence,
            Notices notices,
            FollowUps followUps,
            Organisations organisations,
            PinnedPacks pinned,
            CurrentActor currentActor,
            Shell shell) {
        this.cases = cases;
        this.applicants = applicants;
        this.queue = queue;
        this.decisions = decisions;
        this.evidence = evidence;
        this.notices = notices;
        this.followUps = followUps;
        this.organisations = organisations;
        this.pinned = pinned;
        this.currentActor = currentActor;
        this.shell = shell;
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({
        Role.SUPPLIER,
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    public Uni<TemplateInstance> one(@PathParam("id") UUID id, @BeanParam QueueAsked asked) {
        return page(currentActor.required(), id, asked, Form.empty());
    }

    @POST
    @Path("/{id}/decisions")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> decide(
            @PathParam("id") UUID id, @BeanParam QueueAsked asked, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() -> decisions.decide(
                        actor,
                        id,
                        new Decisions.Verdict(
                                outcome(form.value("outcome")),
                                form.value("reason"),
                                version(form),
                                form.value("seen"),
                                points(form))))
                .map(view -> Redirect.to("/desk/applications/" + id + query(actor, asked), "flash.decision-signed"))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> again(actor, id, asked, form, problem));
    }

    @POST
    @Path("/{id}/unsold-stock")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> unsoldStock(
            @PathParam("id") UUID id, @BeanParam QueueAsked asked, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() ->
                        queue.markUnsold(actor, id, form.value("unsold").equals("true"), form.value("unsoldReason")))
                .map(done -> Redirect.to("/desk/applications/" + id + query(actor, asked), "flash.priority-marked"))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> again(actor, id, asked, form, problem));
    }

    /** The version that the page was made from; {@code already-decided} where it carries none. */
    static int version(Form form) {
        try {
            return Integer.parseInt(form.value("version"));
        } catch (NumberFormatException e) {
            throw CertificationProblems.alreadyDecided();
        }
    }

    private Uni<Response> again(Actor actor, UUID id, QueueAsked asked, Form form, Problem problem) {
        if (problem.kind() == Problem.Kind.NOT_FOUND) {
            return Uni.createFrom().failure(problem);
        }
        return page(actor, id, asked, form.with(atTheirLines(problem)))
                .chain(TemplateInstance::createUni)
                .map(html -> FormAnswer.html(problem.kind().status(), html));
    }

    private Uni<TemplateInstance> page(Actor actor, UUID id, QueueAsked asked, Form form) {
        return cases.find(actor, id)
                .chain(view -> pinned.at(view.application().packVersion())
                        .chain(pack -> organisations
                                .find(view.application().organisationId())
                                .map(Optional::ofNullable)
                                .chain(supplier -> evidence.checklist(view.application())
                                        .chain(papers -> notices.objections(actor, id)
                                                .chain(lodged -> followUps
                                                        .asked(view.application())
                                                        .chain(followUp -> applicants
                                                                .own(actor, view.application())
                                                                .map(own -> shown(
                                                                        new Opened(
                                                                                actor, view, own, pack, supplier,
                                                                                papers, lodged, followUp),
                                                                        asked,
                                                                        form))))))));
    }

    /** All that the page is made from. */
    private record Opened(
            Actor actor,
            CaseView seen,
            boolean own,
            PolicyPack pack,
            Optional<OrganisationView> supplier,
            Checklist papers,
            List<ObjectionView> lodged,
            Optional<FollowUp> followUp) {}

    private TemplateInstance shown(Opened opened, QueueAsked asked, Form form) {
        Actor actor = opened.actor();
        CaseView seen = opened.seen();
        PolicyPack pack = opened.pack();
        ApplicationView view = seen.application();
        Label name = opened.supplier()
                .map(found -> new Label(found.nameZh(), found.nameEn()))
                .orElse(Shown.NOTHING);
        boolean own = opened.own();
        May may = new May(
                seen.mayDecide() && !own,
                own && !view.state().closed(),
                own && view.state().editable(),
                own && view.state() == ApplicationState.DRAFT,
                !own
                        && !view.state().closed()
                        && pack.levels().stream()
                                .anyMatch(level -> Course.role(
                                                actor,
                                                pack,
                                                level.id(),
                                                view.product().countyCode())
                                        .isPresent()));
        boolean elsewhere = !own && !may.decide() && view.state() == ApplicationState.IN_REVIEW;
        return Templates.applicationCase(
                Shown.whole(view, pack, name, shell.locale()),
                desk(actor, seen, pack, asked, form, own),
                opened.followUp()
                        .map(one -> new Asked(one.kind(), ShownQueue.changed(one, pack, shell.locale())))
                        .orElse(null),
                opened.papers(),
                opened.lodged(),
                may,
                elsewhere ? Messages.get(shell.locale(), "problem.step-of-another-level") : null,
                own ? "/desk/applications" : QueuePages.QUEUE + query(actor, asked),
                form);
    }

    private Desk desk(Actor actor, CaseView seen, PolicyPack pack, QueueAsked asked, Form form, boolean own) {
        ApplicationView view = seen.application();
        String language = shell.locale();
        String query = own ? "" : query(actor, asked);
        String way = QueuePages.QUEUE + "/next" + (query.isEmpty() ? "?" : query + "&") + "after=" + view.id();
        List<Point> mend = Points.open(view);
        List<PointLine> lines = new ArrayList<>();
        for (int i = 1; i <= POINTS_OFFERED; i++) {
            lines.add(new PointLine(
                    i, form.value("point-about-" + i), form.value("point-text-" + i), form.error("point-text-" + i)));
        }
        return new Desk(
                seen.seen(),
                seen.standing().dueOn(),
                seen.overdue(),
                seen.standing().escalatedAt() != null,
                seen.standing().supervised(),
                seen.standing().unsoldStock(),
                seen.changes().stream()
                        .map(change -> ShownQueue.changed(change, pack, language))
                        .toList(),
                mend.stream()
                        .map(point -> ShownQueue.mend(point, pack, language))
                        .toList(),
                targets(pack, language),
                lines,
                lines.stream().anyMatch(line -> !line.text().isEmpty() || line.error() != null),
                own ? null : way,
                own ? null : way + "&back=true",
                query);
    }

    private static List<Target> targets(PolicyPack pack, String language) {
        List<Target> targets = new ArrayList<>();
        Points.FIELDS.forEach(field -> targets.add(new Target(field, ShownQueue.label(field, pack, language))));
        pack.documents()
                .forEach(document -> targets.add(new Target(
                        Point.EVIDENCE + document.id(), document.name().in(language))));
        return targets;
    }

    private String query(Actor actor, QueueAsked asked) {
        return Applications.readsAreas(actor)
                ? asked.filter(queue.decides(actor)).query()
                : "";
    }

    private static List<Point> points(Form form) {
        List<Point> points = new ArrayList<>();
        for (int i = 1; i <= POINTS_OFFERED; i++) {
            String about = form.value("point-about-" + i);
            String text = form.value("point-text-" + i);
            if (!about.isEmpty() || !text.isEmpty()) {
                points.add(new Point(about, text));
            }
        }
        return points;
    }

    /** A form numbers its lines from one and has a name for each; the pointers count the points that were written. */
    private static Problem atTheirLines(Problem problem) {
        return problem.errors().isEmpty()
                ? problem
                : Problem.fields(problem.errors().stream()
                        .map(error -> error.pointer().matches("/points/\\d+/.*")
                                ? new Problem.FieldError(
                                        "/point-text-"
                                                + (Integer.parseInt(
                                                                error.pointer().split("/")[2])
                                                        + 1),
                                        error.code(),
                                        error.arguments())
                                : error)
                        .toList());
    }

    private static @Nullable DecisionOutcome outcome(String typed) {
        return List.of(DecisionOutcome.PASS, DecisionOutcome.RETURN, DecisionOutcome.REJECT).stream()
                .filter(one -> one.name().equals(typed))
                .findFirst()
                .orElse(null);
    }
}
