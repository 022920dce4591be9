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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.bangxiao.household.BenefitLinks;
import org.bangxiao.household.LinkView;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.region.Category;
import org.bangxiao.region.County;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A supplier's desk: the own applications, a new one, one that came back. */
@Path("/desk/applications")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class ApplicationPages {
    private static final int ROWS_A_PAGE = 50;
    private static final String HOME = "/desk/applications";

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance applications(
                List<Shown.Line> lines, @Nullable String next, @Nullable String first);

        static native TemplateInstance apply(
                Form form,
                String action,
                List<Shown.Choice> categories,
                List<Shown.Choice> counties,
                List<LinkView> links);
    }

    private final Applications applications;
    private final Organisations organisations;
    private final BenefitLinks links;
    private final PolicyPacks packs;
    private final BusinessClock clock;
    private final CurrentActor currentActor;

    ApplicationPages(
            Applications applications,
            Organisations organisations,
            BenefitLinks links,
            PolicyPacks packs,
            BusinessClock clock,
            CurrentActor currentActor) {
        this.applications = applications;
        this.organisations = organisations;
        this.links = links;
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
        if (actor.organisationAs(Role.SUPPLIER).isEmpty()) {
            return Uni.createFrom().item(Redirect.to(QueuePages.QUEUE));
        }
        return applications
                .mine(actor, new Applications.Filter(null, 0, cursor, ROWS_A_PAGE))
                .map(page -> Templates.applications(
                        page.items().stream()
                                .map(line -> Shown.line(
                                        line, packs.forArea(line.countyCode()), clock.instant(), Integer.MAX_VALUE))
                                .toList(),
                        page.next() == null ? null : HOME + "?cursor=" + page.next(),
                        cursor == null ? null : HOME))
                .chain(TemplateInstance::createUni)
                .map(html -> CasePages.html(Response.Status.OK.getStatusCode(), html));
    }

    @GET
    @Path("/new")
    @RolesAllowed(Role.SUPPLIER)
    public Uni<TemplateInstance> blank() {
        return page(currentActor.required(), Form.empty(), HOME);
    }

    @POST
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> apply(MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return Uni.createFrom()
                .deferred(() -> applications.create(actor, ApplicationForm.read(form)))
                .chain(created -> handIn(actor, created, form))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> again(actor, form, HOME, problem));
    }

    @GET
    @Path("/{id}/edit")
    @RolesAllowed(Role.SUPPLIER)
    public Uni<TemplateInstance> edit(@PathParam("id") UUID id) {
        Actor actor = currentActor.required();
        return applications.find(actor, id).chain(view -> {
            if (!view.state().editable()) {
                throw CertificationProblems.applicationState();
            }
            return page(actor, ApplicationForm.of(view), HOME + "/" + id);
        });
    }

    @POST
    @Path("/{id}")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> change(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        // First whose it is: a stranger must not learn from a form that comes back.
        return applications
                .find(actor, id)
                .chain(() -> applications.change(actor, id, CasePages.version(form), ApplicationForm.read(form)))
                .chain(changed -> handIn(actor, changed, form))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> again(actor, form, HOME + "/" + id, problem));
    }

    @POST
    @Path("/{id}/submission")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> submit(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return applications
                .submit(currentActor.required(), id)
                .map(view -> Redirect.to(HOME + "/" + id, "flash.application-submitted"));
    }

    @POST
    @Path("/{id}/withdrawal")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> withdraw(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return applications
                .withdraw(currentActor.required(), id)
                .map(view -> Redirect.to(HOME + "/" + id, "flash.application-withdrawn"));
    }

    private Uni<Response> handIn(Actor actor, ApplicationView view, Form form) {
        String page = HOME + "/" + view.id();
        return form.value("action").equals("draft")
                ? Uni.createFrom().item(Redirect.to(page, "flash.application-saved"))
                : applications
                        .submit(actor, view.id())
                        .map(submitted -> Redirect.to(page, "flash.application-submitted"));
    }

    private Uni<Response> again(Actor actor, Form form, String action, Problem problem) {
        if (problem.kind() != Problem.Kind.INVALID && problem.kind() != Problem.Kind.CONFLICT) {
            return Uni.createFrom().failure(problem);
        }
        return page(actor, form.with(problem), action)
                .chain(TemplateInstance::createUni)
                .map(html -> CasePages.html(problem.kind().status(), html));
    }

    private Uni<TemplateInstance> page(Actor actor, Form form, String action) {
        UUID organisationId = actor.requireOrganisationAs(Role.SUPPLIER);
        return organisations
                .find(organisationId)
                .onItem()
                .ifNull()
                .failWith(Problem::forbidden)
                .chain(organisation -> links.ofOrganisation(organisationId, clock.today())
                        .map(own -> Templates.apply(
                                form,
                                action,
                                categories(organisation.areaCode()),
                                counties(organisation.areaCode()),
                                own)));
    }

    private List<Shown.Choice> categories(String areaCode) {
        return packs.forArea(areaCode).map(PolicyPack::categories).orElse(List.of()).stream()
                .map((Category category) -> new Shown.Choice(
                        category.id(), category.name().zh(), category.name().en()))
                .toList();
    }

    /** The organisation's own county first. */
    private List<Shown.Choice> counties(String areaCode) {
        LocalDate today = clock.today();
        List<County> counties = new ArrayList<>(
                packs.forArea(areaCode).map(PolicyPack::counties).orElse(List.of()));
        counties.sort(
                Comparator.comparing((County county) -> !county.codeOn(today).equals(areaCode))
                        .thenComparing(County::code));
        return counties.stream()
                .map(county -> new Shown.Choice(
                        county.codeOn(today),
                        county.nameOn(today).zh(),
                        county.nameOn(today).en()))
                .toList();
    }
}
