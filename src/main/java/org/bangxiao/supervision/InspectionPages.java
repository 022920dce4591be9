package org.bangxiao.supervision;

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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Visits that nobody is told of: the choice of whom to inspect, and the inspector's page for a phone. */
@Path(InspectionPages.HOME)
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
class InspectionPages {
    static final String HOME = "/desk/inspections";
    private static final int ROWS_A_PAGE = 50;
    private static final List<String> HEADING =
            List.of("number", "supplier", "county", "chosenBy", "orderedAt", "doneAt", "findings", "summary", "demo");

    @CheckedTemplate(basePath = "supervision", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance inspections(
                List<Shown.View> views,
                List<Shown.Visit> visits,
                boolean orders,
                String export,
                @Nullable String next,
                @Nullable String first,
                Form form);

        static native TemplateInstance inspection(
                Shown.Visit shown,
                List<Shown.Found> findings,
                List<Shown.Choice> severities,
                boolean inspects,
                Form form);

        static native TemplateInstance draw(Draw draw, List<Shown.Visit> visits);
    }

    private final Inspections inspections;
    private final PolicyPacks packs;
    private final BusinessClock clock;
    private final CurrentActor currentActor;

    InspectionPages(Inspections inspections, PolicyPacks packs, BusinessClock clock, CurrentActor currentActor) {
        this.inspections = inspections;
        this.packs = packs;
        this.clock = clock;
        this.currentActor = currentActor;
    }

    @GET
    public Uni<TemplateInstance> list(
            @BeanParam WatchPages.Asked asked, @QueryParam("cursor") @Nullable String cursor) {
        Actor actor = currentActor.required();
        return page(actor, asked, cursor, Form.of(Map.of("area", area(actor), "wanted", "3")));
    }

    @GET
    @Path("/inspections.csv")
    @Produces("text/csv;charset=UTF-8")
    public RestMulti<String> export(@BeanParam WatchPages.Asked asked) {
        Actor actor = currentActor.required();
        asked.filter(null, 1);
        return CsvFile.pages(
                "inspections.csv",
                HEADING,
                cursor -> inspections.list(actor, asked.filter(cursor, Page.MAX_SIZE)),
                one -> CsvLines.of(
                        one.number(),
                        one.supplierZh(),
                        one.countyCode(),
                        one.chosenBy(),
                        one.orderedAt(),
                        one.doneAt(),
                        one.findings(),
                        one.summary(),
                        one.demo()));
    }

    /** Sends somebody to the holder of a certificate. */
    @POST
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> order(MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> inspections.order(actor, form.value("certificate"), form.value("reason")))
                        .map(one -> Redirect.to(HOME + "/" + one.id(), "flash.inspection-ordered")),
                form,
                again -> page(actor, new WatchPages.Asked(), null, again));
    }

    /** Draws suppliers by lot. */
    @POST
    @Path("/draws")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> drawLots(MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() ->
                                inspections.drawLots(actor, form.value("area"), Answers.count(form.value("wanted"))))
                        .map(draw -> Redirect.to(HOME + "/draws/" + draw.id(), "flash.lots-drawn")),
                form,
                again -> page(actor, new WatchPages.Asked(), null, again));
    }

    /** Chooses those with the highest score. */
    @POST
    @Path("/riskiest")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> chooseByRisk(MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> inspections.chooseByRisk(
                                actor, form.value("area"), Answers.count(form.value("wanted"))))
                        .map(many -> Redirect.to(HOME, "flash.inspection-ordered")),
                form,
                again -> page(actor, new WatchPages.Asked(), null, again));
    }

    /** A draw with all that is needed to repeat it. */
    @GET
    @Path("/draws/{id}")
    public Uni<TemplateInstance> draw(@PathParam("id") UUID id) {
        Actor actor = currentActor.required();
        Instant now = clock.instant();
        return inspections
                .draw(actor, id)
                .chain(draw -> inspections
                        .drawn(draw)
                        .map(visits -> Templates.draw(
                                draw,
                                visits.stream()
                                        .map(one -> Shown.of(one, packs, now))
                                        .toList())));
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return page(currentActor.required(), id, Form.empty());
    }

    /** Writes down what was found, with pictures from the phone. */
    @POST
    @Path("/{id}/findings")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Uni<Response> note(
            @PathParam("id") UUID id,
            @RestForm("severity") @Nullable String severity,
            @RestForm("content") @Nullable String content,
            @RestForm("file") @Nullable List<FileUpload> files) {
        Actor actor = currentActor.required();
        Form form = Form.of(
                Map.of("severity", severity == null ? "" : severity, "content", content == null ? "" : content));
        Uni<Response> done = inspections
                .find(actor, id)
                .chain(seen -> inspections.note(
                        actor, id, Form.constant(Finding.Severity.class, severity), content, Upload.chosen(files)))
                .map(one -> Redirect.to(HOME + "/" + id, "flash.finding-noted"));
        return FormAnswer.orAgain(done, form, again -> page(actor, id, again));
    }

    @POST
    @Path("/{id}/conclusion")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> conclude(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        Uni<Response> done = inspections
                .find(actor, id)
                .chain(seen -> inspections.conclude(actor, id, form.value("summary")))
                .map(one -> Redirect.to(HOME + "/" + id, "flash.inspection-concluded"));
        return FormAnswer.orAgain(done, form, again -> page(actor, id, again));
    }

    private Uni<TemplateInstance> page(Actor actor, UUID id, Form form) {
        Instant now = clock.instant();
        return inspections
                .find(actor, id)
                .chain(one -> inspections
                        .findings(id)
                        .map(found -> Templates.inspection(
                                Shown.of(one, packs, now),
                                found.stream()
                                        .map(each -> Shown.of(each, packs, now))
                                        .toList(),
                                Shown.choices("supervision.severity.", Finding.Severity.values()),
                                one.open()
                                        && Duty.level(
                                                        actor,
                                                        packs.forArea(one.countyCode())
                                                                .orElseThrow(),
                                                        one.countyCode())
                                                .isPresent(),
                                form)));
    }

    private Uni<TemplateInstance> page(Actor actor, WatchPages.Asked asked, @Nullable String cursor, Form form) {
        String here = HOME + asked.whole();
        Instant now = clock.instant();
        return inspections
                .list(actor, asked.filter(cursor, ROWS_A_PAGE))
                .map(found -> Templates.inspections(
                        Shown.openOrDone(HOME, asked.query(), !asked.done),
                        found.items().stream()
                                .map(one -> Shown.of(one, packs, now))
                                .toList(),
                        Duty.officer(actor),
                        HOME + "/inspections.csv" + asked.whole(),
                        found.next() == null ? null : here + "&cursor=" + found.next(),
                        cursor == null ? null : here,
                        form));
    }

    /** The officer's own area, to begin with. */
    private static String area(Actor actor) {
        return List.of(Role.TASK_FORCE, Role.REGION_OFFICER, Role.CITY_OFFICER, Role.COUNTY_OFFICER).stream()
                .flatMap(role -> actor.areaAs(role).stream())
                .map(AreaCode::value)
                .findFirst()
                .orElse("");
    }
}
