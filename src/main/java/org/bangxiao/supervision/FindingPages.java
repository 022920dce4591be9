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
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What is to be mended: for officers what lies in their area, for a supplier what was published about itself. */
@Path(FindingPages.HOME)
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({
    Role.SUPPLIER,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.REGION_OFFICER,
    Role.TASK_FORCE,
    Role.AUDITOR,
    Role.ADMINISTRATOR
})
class FindingPages {
    static final String HOME = "/desk/findings";
    private static final int ROWS_A_PAGE = 50;
    private static final int TERM_DAYS = 15;
    private static final List<String> HEADING = List.of(
            "number",
            "supplier",
            "county",
            "severity",
            "state",
            "content",
            "foundAt",
            "level",
            "dueOn",
            "measure",
            "measureDueOn",
            "closedAt",
            "demo");

    /** What the reader may do with a finding. */
    record May(boolean order, boolean prove, boolean close) {}

    @CheckedTemplate(basePath = "supervision", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance findings(
                List<Shown.View> views,
                List<Shown.Found> findings,
                boolean own,
                String export,
                @Nullable String next,
                @Nullable String first);

        static native TemplateInstance finding(Shown.Found shown, List<Step> steps, May may, boolean own, Form form);
    }

    private final Findings findings;
    private final PolicyPacks packs;
    private final BusinessClock clock;
    private final CurrentActor currentActor;

    FindingPages(Findings findings, PolicyPacks packs, BusinessClock clock, CurrentActor currentActor) {
        this.findings = findings;
        this.packs = packs;
        this.clock = clock;
        this.currentActor = currentActor;
    }

    @GET
    public Uni<TemplateInstance> list(
            @BeanParam WatchPages.Asked asked, @QueryParam("cursor") @Nullable String cursor) {
        Actor actor = currentActor.required();
        String here = HOME + asked.whole();
        Instant now = clock.instant();
        return findings.list(actor, asked.filter(cursor, ROWS_A_PAGE))
                .map(page -> Templates.findings(
                        Shown.openOrDone(HOME, asked.query(), !asked.done),
                        page.items().stream()
                                .map(one -> Shown.of(one, packs, now))
                                .toList(),
                        actor.has(Role.SUPPLIER),
                        HOME + "/findings.csv" + asked.whole(),
                        page.next() == null ? null : here + "&cursor=" + page.next(),
                        cursor == null ? null : here));
    }

    @GET
    @Path("/findings.csv")
    @Produces("text/csv;charset=UTF-8")
    public RestMulti<String> export(@BeanParam WatchPages.Asked asked) {
        Actor actor = currentActor.required();
        asked.filter(null, 1);
        return CsvFile.pages(
                "findings.csv",
                HEADING,
                cursor -> findings.list(actor, asked.filter(cursor, Page.MAX_SIZE)),
                one -> CsvLines.of(
                        one.number(),
                        one.supplierZh(),
                        one.countyCode(),
                        one.severity(),
                        one.state(),
                        one.content(),
                        one.foundAt(),
                        one.level(),
                        one.dueOn(),
                        one.measure(),
                        one.measureDueOn(),
                        one.closedAt(),
                        one.demo()));
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return page(currentActor.required(), id, Form.empty());
    }

    /** A picture or paper that came with a step. */
    @GET
    @Path("/{id}/files/{sha256}")
    @Produces(MediaType.WILDCARD)
    public Uni<Response> file(@PathParam("id") UUID id, @PathParam("sha256") String sha256) {
        return findings.file(currentActor.required(), id, sha256);
    }

    @POST
    @Path("/{id}/measure")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> order(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        return then(
                actor,
                id,
                form,
                "flash.measure-ordered",
                findings.find(actor, id)
                        .chain(seen -> findings.order(
                                actor, id, form.value("measure"), Answers.day("dueOn", form.value("dueOn")))));
    }

    /** The supplier shows what it mended. */
    @POST
    @Path("/{id}/proof")
    @RolesAllowed(Role.SUPPLIER)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Uni<Response> prove(
            @PathParam("id") UUID id,
            @RestForm("proof") @Nullable String proof,
            @RestForm("file") @Nullable List<FileUpload> files) {
        Actor actor = currentActor.required();
        Form form = Form.of(Map.of("proof", proof == null ? "" : proof));
        return then(
                actor,
                id,
                form,
                "flash.proof-sent",
                findings.find(actor, id).chain(seen -> findings.prove(actor, id, proof, Upload.chosen(files))));
    }

    /** Closes what was mended, or sends it back with another day. */
    @POST
    @Path("/{id}/closing")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> close(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        boolean back = form.value("outcome").equals("SENT_BACK");
        return then(
                actor,
                id,
                form,
                back ? "flash.finding-sent-back" : "flash.finding-closed",
                findings.find(actor, id)
                        .chain(seen -> back
                                ? findings.sendBack(
                                        actor, id, form.value("reason"), Answers.day("dueOn", form.value("dueOn")))
                                : findings.close(actor, id, form.value("reason"))));
    }

    private Uni<Response> then(Actor actor, UUID id, Form form, String flash, Uni<Finding> done) {
        return FormAnswer.orAgain(
                done.map(one -> Redirect.to(HOME + "/" + id, flash)), form, again -> page(actor, id, again));
    }

    private Uni<TemplateInstance> page(Actor actor, UUID id, Form form) {
        Instant now = clock.instant();
        return findings.find(actor, id)
                .chain(one -> findings.steps(id).map(steps -> {
                    boolean own = actor.organisationAs(Role.SUPPLIER)
                            .filter(one.organisationId()::equals)
                            .isPresent();
                    PolicyPack pack = packs.forArea(one.countyCode()).orElseThrow();
                    boolean decides = !own && Duty.decides(actor, pack, one.countyCode(), one.level());
                    May may = new May(
                            decides && one.state() == Finding.State.FOUND && one.publishedAt() != null,
                            own && one.state() == Finding.State.ORDERED,
                            decides && one.state() == Finding.State.PROVEN);
                    Form shown = form.failed()
                            ? form
                            : Form.of(Map.of(
                                    "dueOn", clock.today().plusDays(TERM_DAYS).toString()));
                    List<Step> read =
                            own ? steps.stream().map(Step::withoutNames).toList() : steps;
                    return Templates.finding(Shown.of(one, packs, now), read, may, own, shown);
                }));
    }
}
