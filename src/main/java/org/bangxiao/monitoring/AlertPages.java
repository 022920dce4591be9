package org.bangxiao.monitoring;

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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The monitoring desk of a county: the households that may fall back, and the page of one alert. */
@Path(AlertPages.HOME)
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
class AlertPages {
    static final String HOME = "/desk/relapse-alerts";
    private static final int ROWS_A_PAGE = 50;
    private static final List<String> HEADING = List.of(
            "number",
            "household",
            "head",
            "village",
            "rule",
            "month",
            "standing",
            "persons",
            "yearFen",
            "beforeFen",
            "expectedFen",
            "openedAt",
            "state",
            "measureKind",
            "measure",
            "measuredAt",
            "reason",
            "endedAt",
            "demo");

    @CheckedTemplate(basePath = "monitoring", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance alerts(
                boolean done,
                AlertFigures year,
                List<Alert.Measure> measures,
                List<Alert> alerts,
                String export,
                @Nullable String next,
                @Nullable String first);

        static native TemplateInstance figures(
                List<Place> places,
                List<Alert.Measure> measures,
                String export,
                @Nullable String next,
                @Nullable String first);

        static native TemplateInstance alert(Alert alert, boolean deals, List<Alert.Measure> measures, Form form);
    }

    /** A county or a village by name, with its figures. */
    record Place(String name, AlertFigures figures) {}

    private final Alerts alerts;
    private final PolicyPacks packs;
    private final CurrentActor currentActor;
    private final Shell shell;

    AlertPages(Alerts alerts, PolicyPacks packs, CurrentActor currentActor, Shell shell) {
        this.alerts = alerts;
        this.packs = packs;
        this.currentActor = currentActor;
        this.shell = shell;
    }

    @GET
    public Uni<TemplateInstance> list(@QueryParam("done") boolean done, @QueryParam("cursor") @Nullable String cursor) {
        Actor reader = currentActor.required();
        String here = HOME + "?done=" + done;
        return alerts.total(reader)
                .chain(year -> alerts.list(reader, !done, cursor, ROWS_A_PAGE)
                        .map(page -> Templates.alerts(
                                done,
                                year,
                                List.of(Alert.Measure.values()),
                                page.items(),
                                HOME + "/alerts.csv?done=" + done,
                                page.next() == null ? null : here + "&cursor=" + page.next(),
                                cursor == null ? null : here)));
    }

    /** Counties and villages with their figures since the year began. */
    @GET
    @Path("/figures")
    public Uni<TemplateInstance> figures(@QueryParam("cursor") @Nullable String cursor) {
        String here = HOME + "/figures";
        return alerts.figures(currentActor.required(), cursor, ROWS_A_PAGE)
                .map(page -> Templates.figures(
                        page.items().stream()
                                .map(one -> new Place(nameOf(one), one))
                                .toList(),
                        List.of(Alert.Measure.values()),
                        here + ".csv",
                        page.next() == null ? null : here + "?cursor=" + page.next(),
                        cursor == null ? null : here));
    }

    /** The same figures as comma separated values, all of them. */
    @GET
    @Path("/figures.csv")
    @Produces("text/csv;charset=UTF-8")
    public RestMulti<String> exportFigures() {
        Actor actor = currentActor.required();
        String language = shell.locale();
        List<String> heading = new ArrayList<>(List.of("area", "name", "opened", "resolved", "dismissed", "waiting"));
        Stream.of(Alert.Measure.values()).map(Alert.Measure::name).forEach(heading::add);
        return CsvFile.pages(
                "figures.csv",
                heading,
                cursor -> alerts.figures(actor, cursor, Page.MAX_SIZE),
                one -> CsvLines.of(Stream.concat(
                                Stream.of(
                                        one.areaCode(),
                                        nameOf(one, language),
                                        one.opened(),
                                        one.resolved(),
                                        one.dismissed(),
                                        one.waiting()),
                                Stream.of(Alert.Measure.values()).map(one::under))
                        .toArray()));
    }

    private String nameOf(AlertFigures place) {
        return nameOf(place, shell.locale());
    }

    private String nameOf(AlertFigures place, String language) {
        String village = place.villageName();
        return village != null
                ? village
                : packs.forArea(place.areaCode())
                        .flatMap(pack -> pack.areaName(place.areaCode()))
                        .map(name -> name.in(language))
                        .orElse(place.areaCode());
    }

    /** The same alerts as comma separated values, all of them. */
    @GET
    @Path("/alerts.csv")
    @Produces("text/csv;charset=UTF-8")
    public RestMulti<String> export(@QueryParam("done") boolean done) {
        Actor actor = currentActor.required();
        return CsvFile.pages(
                "alerts.csv",
                HEADING,
                cursor -> alerts.list(actor, !done, cursor, Page.MAX_SIZE),
                one -> CsvLines.of(
                        one.number(),
                        one.householdNumber(),
                        one.headMasked(),
                        one.villageName(),
                        one.rule(),
                        one.month(),
                        one.standing(),
                        one.persons(),
                        one.yearFen(),
                        one.beforeFen(),
                        one.expectedFen(),
                        one.openedAt(),
                        one.state(),
                        one.measureKind(),
                        one.measure(),
                        one.measuredAt(),
                        one.reason(),
                        one.endedAt(),
                        one.demo()));
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return page(currentActor.required(), id, Form.empty());
    }

    @POST
    @Path("/{id}/measure")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> measure(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        Uni<Response> done = alerts.find(actor, id)
                .chain(seen -> alerts.measure(
                        actor, id, Form.constant(Alert.Measure.class, form.value("kind")), form.value("measure")))
                .map(moved -> Redirect.to(HOME + "/" + id, "flash.relapse-measure"));
        return FormAnswer.orAgain(done, form, again -> page(actor, id, again));
    }

    @POST
    @Path("/{id}/ending")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> end(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Actor actor = currentActor.required();
        Form form = Form.of(posted);
        Uni<Response> done = alerts.find(actor, id)
                .chain(seen -> alerts.end(
                        actor, id, Form.constant(Alert.State.class, form.value("state")), form.value("reason")))
                .map(moved -> Redirect.to(HOME + "/" + id, "flash.relapse-ended"));
        return FormAnswer.orAgain(done, form, again -> page(actor, id, again));
    }

    private Uni<TemplateInstance> page(Actor actor, UUID id, Form form) {
        return alerts.find(actor, id)
                .map(one -> Templates.alert(one, Alerts.deals(actor, one), List.of(Alert.Measure.values()), form));
    }
}
