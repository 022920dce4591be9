package org.bangxiao.supervision;

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
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What the watch found: the officers' queue and the page of one case. */
@Path(WatchPages.HOME)
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
class WatchPages {
    static final String HOME = "/desk/watch";
    private static final int ROWS_A_PAGE = 50;
    private static final int TERM_DAYS = 15;
    private static final List<String> HEADING = List.of(
            "number",
            "cause",
            "period",
            "product",
            "supplier",
            "county",
            "openedAt",
            "level",
            "dueOn",
            "outcome",
            "reason",
            "decidedAt",
            "demo");

    @CheckedTemplate(basePath = "supervision", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance watch(
                List<Shown.View> views,
                boolean done,
                String kind,
                String area,
                List<Shown.Choice> causes,
                List<Shown.Case> cases,
                String export,
                @Nullable String next,
                @Nullable String first);

        static native TemplateInstance watchCase(
                Shown.Case shown,
                List<CaseRepository.Deed> deeds,
                List<Complaint> complaints,
                List<Inspection> inspections,
                List<Finding> findings,
                boolean decides,
                boolean suspends,
                Form form);
    }

    /** What the reader wants to see of a list. */
    static class Asked {
        @QueryParam("done")
        boolean done;

        @QueryParam("kind")
        @DefaultValue("")
        String kind = "";

        @QueryParam("area")
        @DefaultValue("")
        String area = "";

        Filter filter(@Nullable String cursor, int size) {
            return Filter.of(!done, kind, area, cursor, size);
        }

        String query() {
            return "&kind=" + encoded(kind) + "&area=" + encoded(area);
        }

        String whole() {
            return "?done=" + done + query();
        }

        private static String encoded(String text) {
            return java.net.URLEncoder.encode(text.strip(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private final Cases cases;
    private final Complaints complaints;
    private final Inspections inspections;
    private final Findings findings;
    private final PolicyPacks packs;
    private final BusinessClock clock;
    private final CurrentActor currentActor;

    WatchPages(
            Cases cases,
            Complaints complaints,
            Inspections inspections,
            Findings findings,
            PolicyPacks packs,
            BusinessClock clock,
            CurrentActor currentActor) {
        this.cases = cases;
        this.complaints = complaints;
        this.inspections = inspections;
        this.findings = findings;
        this.packs = packs;
        this.clock = clock;
        this.currentActor = currentActor;
    }

    @GET
    public Uni<TemplateInstance> queue(@BeanParam Asked asked, @QueryParam("cursor") @Nullable String cursor) {
        String here = HOME + asked.whole();
        Instant now = clock.instant();
        return cases.list(currentActor.required(), asked.filter(cursor, ROWS_A_PAGE))
                .map(page -> Templates.watch(
                        Shown.openOrDone(HOME, asked.query(), !asked.done),
                        asked.done,
                        asked.kind,
                        asked.area,
                        Shown.choices("supervision.cause.", Cause.values()),
                        page.items().stream()
                                .map(one -> Shown.of(one, packs, now))
                                .toList(),
                        HOME + "/cases.csv" + asked.whole(),
                        page.next() == null ? null : here + "&cursor=" + page.next(),
                        cursor == null ? null : here));
    }

    /** The same cases as comma separated values, all of them. */
    @GET
    @Path("/cases.csv")
    @Produces("text/csv;charset=UTF-8")
    public RestMulti<String> export(@BeanParam Asked asked) {
        Actor actor = currentActor.required();
        asked.filter(null, 1);
        return CsvFile.pages(
                "cases.csv",
                HEADING,
                cursor -> cases.list(actor, asked.filter(cursor, Page.MAX_SIZE)),
                one -> CsvLines.of(
                        one.number(),
                        one.cause(),
                        one.period(),
                        one.nameZh(),
                        one.supplierZh(),
                        one.countyCode(),
                        one.openedAt(),
                        one.level(),
                        one.dueOn(),
                        one.outcome(),
                        one.reason(),
                        one.decidedAt(),
                        one.demo()));
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return page(currentActor.required(), id, Form.empty());
    }

    @POST
    @Path("/{id}/decision")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> decide(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        Uni<Response> done = cases.find(actor, id)
                .chain(seen -> cases.decide(
                        actor,
                        id,
                        new Cases.Verdict(
                                Form.constant(CaseOutcome.class, form.value("outcome")),
                                form.value("reason"),
                                Answers.day("dueOn", form.value("dueOn")))))
                .map(decided -> Redirect.to(HOME + "/" + id, "flash.watch-case-decided"));
        return FormAnswer.orAgain(done, form, again -> page(actor, id, again));
    }

    private Uni<TemplateInstance> page(Actor actor, UUID id, Form form) {
        return cases.find(actor, id)
                .chain(one -> cases.deeds(id)
                        .chain(deeds -> (one.cause() == Cause.COMPLAINT_RATE && one.productId() != null
                                        ? complaints.ofProduct(one.productId())
                                        : Uni.createFrom().item(List.<Complaint>of()))
                                .chain(said -> inspections
                                        .ofCase(id)
                                        .chain(visits -> findings.ofCase(id)
                                                .map(found -> page(
                                                        actor,
                                                        one,
                                                        new Followed(deeds, said, visits, found),
                                                        form))))));
    }

    /** What is known around a case. */
    private record Followed(
            List<CaseRepository.Deed> deeds,
            List<Complaint> complaints,
            List<Inspection> inspections,
            List<Finding> findings) {}

    private TemplateInstance page(Actor actor, WatchCase one, Followed followed, Form form) {
        PolicyPack pack = packs.forArea(one.countyCode()).orElseThrow();
        boolean decides = one.open() && Duty.decides(actor, pack, one.countyCode(), one.level());
        return Templates.watchCase(
                Shown.of(one, packs, clock.instant()),
                followed.deeds(),
                followed.complaints(),
                followed.inspections(),
                followed.findings(),
                decides,
                decides && one.productId() != null && Cases.maySuspend(actor, pack, one.countyCode()),
                form.value("dueOn").isEmpty() && !form.failed()
                        ? Form.of(java.util.Map.of(
                                "dueOn", clock.today().plusDays(TERM_DAYS).toString()))
                        : form);
    }
}
