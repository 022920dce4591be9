package org.bangxiao.certification;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.region.Label;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.ReviewStep;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The page of one case, for applicant and officers alike. */
@Path("/desk/applications")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class CasePages {
    /** What the reader may do on the page. */
    record May(boolean decide, boolean answerObjections, boolean withdraw, boolean edit, boolean submit) {}

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance applicationCase(
                Shown.Case application,
                List<ObjectionView> objections,
                May may,
                @Nullable String whyNot,
                String home,
                Form form);
    }

    private final Applications applications;
    private final Decisions decisions;
    private final Objections objections;
    private final Notices notices;
    private final Organisations organisations;
    private final PinnedPacks pinned;
    private final CurrentActor currentActor;
    private final Shell shell;

    CasePages(
            Applications applications,
            Decisions decisions,
            Objections objections,
            Notices notices,
            Organisations organisations,
            PinnedPacks pinned,
            CurrentActor currentActor,
            Shell shell) {
        this.applications = applications;
        this.decisions = decisions;
        this.objections = objections;
        this.notices = notices;
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
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return page(currentActor.required(), id, Form.empty());
    }

    @POST
    @Path("/{id}/decisions")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> decide(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() -> decisions.decide(
                        actor,
                        id,
                        new Decisions.Verdict(outcome(form.value("outcome")), form.value("reason"), version(form))))
                .map(view -> Redirect.to("/desk/applications/" + id, "flash.decision-signed"))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> again(actor, id, form, problem));
    }

    @POST
    @Path("/{id}/objections/{objection}")
    @RolesAllowed({Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> answer(
            @PathParam("id") UUID id, @PathParam("objection") UUID objection, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() -> objections.decide(
                        actor, objection, form.value("outcome").equals(Objection.UPHELD), form.value("reason")))
                .map(view -> Redirect.to("/desk/applications/" + id, "flash.objection-decided"))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> again(actor, id, form, problem));
    }

    /** The version that the page was made from; {@code already-decided} where it carries none. */
    static int version(Form form) {
        try {
            return Integer.parseInt(form.value("version"));
        } catch (NumberFormatException e) {
            throw CertificationProblems.alreadyDecided();
        }
    }

    static Response html(int status, String html) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                .entity(html)
                .build();
    }

    private Uni<Response> again(Actor actor, UUID id, Form form, Problem problem) {
        if (problem.kind() == Problem.Kind.NOT_FOUND) {
            return Uni.createFrom().failure(problem);
        }
        return page(actor, id, form.with(problem))
                .chain(TemplateInstance::createUni)
                .map(html -> html(problem.kind().status(), html));
    }

    private Uni<TemplateInstance> page(Actor actor, UUID id, Form form) {
        return applications
                .find(actor, id)
                .chain(view -> pinned.at(view.packVersion())
                        .chain(pack -> organisations
                                .find(view.organisationId())
                                .map(Optional::ofNullable)
                                .chain(supplier -> notices.objections(actor, id)
                                        .map(lodged -> shown(actor, view, pack, supplier, lodged, form)))));
    }

    private TemplateInstance shown(
            Actor actor,
            ApplicationView view,
            PolicyPack pack,
            Optional<OrganisationView> supplier,
            List<ObjectionView> lodged,
            Form form) {
        Label name =
                supplier.map(found -> new Label(found.nameZh(), found.nameEn())).orElse(Shown.NOTHING);
        boolean own = actor.organisationAs(Role.SUPPLIER)
                .filter(view.organisationId()::equals)
                .isPresent();
        May may = new May(
                turn(actor, view, pack) && !own,
                view.state() == ApplicationState.OBJECTED && answers(actor, view, pack),
                own && !view.state().closed(),
                own && view.state().editable(),
                own && view.state() == ApplicationState.DRAFT);
        boolean elsewhere = !own && !may.decide() && view.state() == ApplicationState.IN_REVIEW;
        return Templates.applicationCase(
                Shown.whole(view, pack, name, shell.locale()),
                lodged,
                may,
                elsewhere ? Messages.get(shell.locale(), "problem.step-of-another-level") : null,
                own ? "/desk/applications" : QueuePages.QUEUE,
                form);
    }

    private static boolean turn(Actor actor, ApplicationView view, PolicyPack pack) {
        return view.state() == ApplicationState.IN_REVIEW
                && Course.role(
                                actor,
                                pack,
                                step(view, pack).level(),
                                view.product().countyCode())
                        .isPresent();
    }

    private static boolean answers(Actor actor, ApplicationView view, PolicyPack pack) {
        return Objections.level(actor, pack, step(view, pack), view.product().countyCode())
                .isPresent();
    }

    private static ReviewStep step(ApplicationView view, PolicyPack pack) {
        return pack.reviewStep(Objects.requireNonNull(view.step()));
    }

    private static @Nullable DecisionOutcome outcome(String typed) {
        return List.of(DecisionOutcome.PASS, DecisionOutcome.RETURN, DecisionOutcome.REJECT).stream()
                .filter(one -> one.name().equals(typed))
                .findFirst()
                .orElse(null);
    }
}
