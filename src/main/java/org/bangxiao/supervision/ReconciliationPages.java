package org.bangxiao.supervision;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What was claimed against what was credited, quarter by quarter: a supplier's own, an office's area. */
@Path(ReconciliationPages.HOME)
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
class ReconciliationPages {
    static final String HOME = "/desk/reconciliation";
    private static final int ROWS_A_PAGE = 50;
    private static final List<String> HEADING = List.of(
            "quarter",
            "supplier",
            "county",
            "kind",
            "claimedHouseholds",
            "claimedPersons",
            "claimedMeasure",
            "whole",
            "linkedHouseholds",
            "linkedPersons",
            "linkedMeasure",
            "creditedHouseholds",
            "creditedPersons",
            "creditedFen",
            "shortPersons",
            "shortPercent",
            "tolerancePercent",
            "fallsShort",
            "demo");

    /** A line with its county in words. */
    record Line(Reconciliation one, Label county) {}

    /** A county's line with its name. */
    record Sum(CountyReconciliation one, Label county) {}

    @CheckedTemplate(basePath = "supervision", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance reconciliation(
                List<String> quarters,
                String quarter,
                String area,
                boolean office,
                boolean operator,
                List<Sum> counties,
                List<Line> lines,
                String export,
                @Nullable String next,
                @Nullable String first);
    }

    private final Reconciliations reconciliations;
    private final PolicyPacks packs;
    private final CurrentActor currentActor;

    ReconciliationPages(Reconciliations reconciliations, PolicyPacks packs, CurrentActor currentActor) {
        this.reconciliations = reconciliations;
        this.packs = packs;
        this.currentActor = currentActor;
    }

    @GET
    public Uni<TemplateInstance> quarter(
            @QueryParam("quarter") @DefaultValue("") String asked,
            @QueryParam("area") @DefaultValue("") String area,
            @QueryParam("cursor") @Nullable String cursor) {
        Actor actor = currentActor.required();
        return reconciliations.quarters(actor).chain(closed -> {
            List<String> quarters = closed.stream().map(Reconciliation::period).toList();
            if (quarters.isEmpty()) {
                return Uni.createFrom()
                        .item(page(actor, quarters, "", area, List.of(), new Page<>(List.of(), null, -1), null));
            }
            String quarter = asked.isBlank() ? quarters.get(0) : asked.strip();
            return (Reconciliations.reads(actor)
                            ? reconciliations.counties(actor, quarter, area)
                            : Uni.createFrom().item(List.<CountyReconciliation>of()))
                    .chain(counties -> reconciliations
                            .list(actor, quarter, area, cursor, ROWS_A_PAGE)
                            .map(found -> page(actor, quarters, quarter, area, counties, found, cursor)));
        });
    }

    private TemplateInstance page(
            Actor actor,
            List<String> quarters,
            String quarter,
            String area,
            List<CountyReconciliation> counties,
            Page<Reconciliation> found,
            @Nullable String cursor) {
        String query = "?quarter=" + encoded(quarter) + "&area=" + encoded(area);
        return Templates.reconciliation(
                quarters,
                quarter,
                area,
                Reconciliations.reads(actor),
                actor.has(Role.ADMINISTRATOR),
                counties.stream()
                        .map(one -> new Sum(one, Shown.county(packs, one.countyCode())))
                        .toList(),
                found.items().stream()
                        .map(one -> new Line(one, Shown.county(packs, one.countyCode())))
                        .toList(),
                HOME + "/reconciliation.csv" + query,
                found.next() == null ? null : HOME + query + "&cursor=" + found.next(),
                cursor == null ? null : HOME + query);
    }

    /** The same lines as comma separated values, all of them. */
    @GET
    @Path("/reconciliation.csv")
    @Produces("text/csv;charset=UTF-8")
    public RestMulti<String> export(
            @QueryParam("quarter") @Nullable String quarter, @QueryParam("area") @Nullable String area) {
        Actor actor = currentActor.required();
        Reconciliations.check(quarter, area);
        return CsvFile.pages(
                "reconciliation.csv",
                HEADING,
                cursor -> reconciliations.list(actor, quarter, area, cursor, Page.MAX_SIZE),
                one -> CsvLines.of(
                        one.period(),
                        one.supplierZh(),
                        one.countyCode(),
                        one.kind(),
                        one.claimed().households(),
                        one.claimed().persons(),
                        one.claimed().measure(),
                        one.whole(),
                        one.linked().households(),
                        one.linked().persons(),
                        one.linked().measure(),
                        one.credited().households(),
                        one.credited().persons(),
                        one.credited().fen(),
                        one.shortPersons(),
                        one.shortPercent(),
                        one.tolerancePercent(),
                        one.fallsShort(),
                        one.demo()));
    }

    @POST
    @Path("/close")
    @RolesAllowed(Role.ADMINISTRATOR)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> close(MultivaluedMap<String, String> posted) {
        return reconciliations.close().map(opened -> Redirect.to(HOME, "flash.reconciliation-closed"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text.strip(), StandardCharsets.UTF_8);
    }
}
