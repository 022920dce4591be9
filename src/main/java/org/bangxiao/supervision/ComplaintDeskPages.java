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

/** The officers' queue of complaints, and the answer to one. */
@Path(ComplaintDeskPages.HOME)
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
class ComplaintDeskPages {
    static final String HOME = "/desk/complaints";
    private static final int ROWS_A_PAGE = 50;
    private static final List<String> HEADING = List.of(
            "number", "about", "product", "supplier", "county", "content", "lodgedAt", "answer", "answeredAt", "demo");

    @CheckedTemplate(basePath = "supervision", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance complaints(
                List<Shown.View> views,
                List<Shown.Complained> complaints,
                String export,
                @Nullable String next,
                @Nullable String first);

        static native TemplateInstance complaintCase(
                Shown.Complained shown, boolean answers, @Nullable String contact, Form form);
    }

    private final Complaints complaints;
    private final PolicyPacks packs;
    private final BusinessClock clock;
    private final CurrentActor currentActor;

    ComplaintDeskPages(Complaints complaints, PolicyPacks packs, BusinessClock clock, CurrentActor currentActor) {
        this.complaints = complaints;
        this.packs = packs;
        this.clock = clock;
        this.currentActor = currentActor;
    }

    @GET
    public Uni<TemplateInstance> list(
            @BeanParam WatchPages.Asked asked, @QueryParam("cursor") @Nullable String cursor) {
        String here = HOME + asked.whole();
        Instant now = clock.instant();
        return complaints
                .list(currentActor.required(), asked.filter(cursor, ROWS_A_PAGE))
                .map(page -> Templates.complaints(
                        Shown.openOrDone(HOME, asked.query(), !asked.done),
                        page.items().stream()
                                .map(one -> Shown.of(one, packs, now))
                                .toList(),
                        HOME + "/complaints.csv" + asked.whole(),
                        page.next() == null ? null : here + "&cursor=" + page.next(),
                        cursor == null ? null : here));
    }

    @GET
    @Path("/complaints.csv")
    @Produces("text/csv;charset=UTF-8")
    public RestMulti<String> export(@BeanParam WatchPages.Asked asked) {
        Actor actor = currentActor.required();
        asked.filter(null, 1);
        return CsvFile.pages(
                "complaints.csv",
                HEADING,
                cursor -> complaints.list(actor, asked.filter(cursor, Page.MAX_SIZE)),
                one -> CsvLines.of(
                        one.number(),
                        one.about(),
                        one.nameZh(),
                        one.supplierZh(),
                        one.countyCode(),
                        one.content(),
                        one.lodgedAt(),
                        one.answer(),
                        one.answeredAt(),
                        one.demo()));
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return page(currentActor.required(), id, null, Form.empty());
    }

    @POST
    @Path("/{id}/answer")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> answer(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        Uni<Response> done = complaints
                .find(actor, id)
                .chain(seen -> complaints.answer(actor, id, form.value("answer")))
                .map(one -> Redirect.to(HOME + "/" + id, "flash.complaint-answered"));
        return FormAnswer.orAgain(done, form, again -> page(actor, id, null, again));
    }

    /** Shows how to reach whoever complained, once, for a purpose that is written down. */
    @POST
    @Path("/{id}/contact")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER, Role.TASK_FORCE})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> contact(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        Uni<Response> done = complaints
                .find(actor, id)
                .chain(seen -> complaints.contact(actor, id, form.value("purpose")))
                .chain(contact -> Answers.page(page(actor, id, contact, Form.empty())));
        return FormAnswer.orAgain(done, form, again -> page(actor, id, null, again));
    }

    private Uni<TemplateInstance> page(Actor actor, UUID id, @Nullable String contact, Form form) {
        return complaints
                .find(actor, id)
                .map(one -> Templates.complaintCase(
                        Shown.of(one, packs, clock.instant()),
                        Duty.level(actor, packs.forArea(one.countyCode()).orElseThrow(), one.countyCode())
                                .isPresent(),
                        contact,
                        form));
    }
}
