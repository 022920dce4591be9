package org.bangxiao.certification;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
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
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.region.Label;
import org.bangxiao.region.Level;
import org.bangxiao.region.PinnedPacks;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Objections on the desk: the list of an area, and one with its investigation. */
@Path("/desk/objections")
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
class ObjectionPages {
    static final String HOME = "/desk/objections";

    private static final int ROWS_A_PAGE = 50;
    private static final int ROWS_A_READ = 200;

    /** One line of the list. */
    record Line(ObjectionView objection, String nameZh, String nameEn, Label county, Label level, boolean overdue) {}

    @CheckedTemplate(basePath = "certification", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance objections(
                List<Line> lines,
                boolean open,
                boolean overdue,
                String export,
                @Nullable String next,
                @Nullable String first);

        static native TemplateInstance objectionDesk(
                Line line,
                List<InvestigationNote> notes,
                Label step,
                boolean mayAnswer,
                boolean mine,
                Investigations.@Nullable Contact contact,
                Form form);
    }

    private final Investigations investigations;
    private final Objections objections;
    private final PolicyPacks packs;
    private final PinnedPacks pinned;
    private final BusinessClock clock;
    private final CurrentActor currentActor;

    ObjectionPages(
            Investigations investigations,
            Objections objections,
            PolicyPacks packs,
            PinnedPacks pinned,
            BusinessClock clock,
            CurrentActor currentActor) {
        this.investigations = investigations;
        this.objections = objections;
        this.packs = packs;
        this.pinned = pinned;
        this.clock = clock;
        this.currentActor = currentActor;
    }

    @GET
    @RolesAllowed({
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    public Uni<TemplateInstance> list(
            @QueryParam("open") @DefaultValue("true") boolean open,
            @QueryParam("overdue") @DefaultValue("false") boolean overdue,
            @QueryParam("cursor") @Nullable String cursor) {
        String query = "?open=" + open + (overdue ? "&overdue=true" : "");
        return investigations
                .page(currentActor.required(), open, overdue, cursor, ROWS_A_PAGE)
                .map(page -> Templates.objections(
                        page.items().stream().map(this::line).toList(),
                        open,
                        overdue,
                        HOME + "/objections.csv" + query,
                        page.next() == null ? null : HOME + query + "&cursor=" + page.next(),
                        cursor == null ? null : HOME + query));
    }

    /** The same list as comma separated values, without what was objected and by whom. */
    @GET
    @Path("/objections.csv")
    @Produces("text/csv;charset=UTF-8")
    @RolesAllowed({
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    public RestMulti<String> export(
            @QueryParam("open") @DefaultValue("true") boolean open,
            @QueryParam("overdue") @DefaultValue("false") boolean overdue) {
        Actor actor = currentActor.required();
        return CsvFile.pages(
                "objections.csv",
                List.of(
                        "receipt",
                        "product",
                        "county",
                        "level",
                        "lodgedAt",
                        "dueOn",
                        "takenAt",
                        "outcome",
                        "decidedAt"),
                cursor -> investigations.page(actor, open, overdue, cursor, ROWS_A_READ),
                ObjectionPages::csv);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return page(currentActor.required(), id, null, Form.empty());
    }

    @GET
    @Path("/{id}/evidence")
    @RolesAllowed({
        Role.COUNTY_OFFICER,
        Role.CITY_OFFICER,
        Role.REGION_OFFICER,
        Role.TASK_FORCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR
    })
    @Produces(MediaType.WILDCARD)
    public Uni<Response> evidence(@PathParam("id") UUID id) {
        return investigations.evidence(currentActor.required(), id);
    }

    @POST
    @Path("/{id}/taking")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> take(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return answered(
                id,
                Form.of(posted),
                actor -> investigations
                        .take(actor, id)
                        .map(done -> Redirect.to(HOME + "/" + id, "flash.objection-taken")));
    }

    @POST
    @Path("/{id}/notes")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> note(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return answered(
                id,
                form,
                actor -> investigations
                        .note(actor, id, form.value("text"))
                        .map(done -> Redirect.to(HOME + "/" + id, "flash.objection-noted")));
    }

    /** Shows who objected, once, to whoever says why. */
    @POST
    @Path("/{id}/contact")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> contact(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return answered(
                id,
                form,
                actor -> investigations
                        .contact(actor, id, form.value("purpose"))
                        .chain(contact -> page(actor, id, contact, Form.empty()))
                        .chain(TemplateInstance::createUni)
                        .map(html -> FormAnswer.html(200, html)));
    }

    @POST
    @Path("/{id}/decision")
    @RolesAllowed({Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.REGION_OFFICER})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> decide(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return answered(id, form, actor -> {
            String outcome = form.value("outcome");
            if (!outcome.equals(Objection.UPHELD) && !outcome.equals(Objection.DISMISSED)) {
                throw Problem.field("/outcome", "field-required");
            }
            return objections
                    .decide(actor, id, outcome.equals(Objection.UPHELD), form.value("reason"))
                    .map(view -> Redirect.to(HOME + "/" + id, "flash.objection-decided"));
        });
    }

    private Uni<Response> answered(UUID id, Form form, Function<Actor, Uni<Response>> work) {
        Actor actor = currentActor.required();
        return Uni.createFrom()
                .deferred(() -> work.apply(actor))
                .onFailure(failure -> failure instanceof Problem problem && problem.kind() != Problem.Kind.NOT_FOUND)
                .recoverWithUni(failure -> page(actor, id, null, form.with((Problem) failure))
                        .chain(TemplateInstance::createUni)
                        .map(html -> FormAnswer.html(((Problem) failure).kind().status(), html)));
    }

    private Uni<TemplateInstance> page(Actor actor, UUID id, Investigations.@Nullable Contact contact, Form form) {
        return investigations
                .find(actor, id)
                .chain(desk -> pinned.at(desk.filed().packVersion())
                        .map(pack -> Templates.objectionDesk(
                                line(desk.filed(), Optional.of(pack)),
                                desk.notes(),
                                Shown.stepName(Optional.of(pack), desk.filed().step()),
                                desk.mayAnswer(),
                                desk.mine(),
                                contact,
                                form)));
    }

    private Line line(ObjectionRepository.Filed filed) {
        return line(filed, packs.forArea(filed.countyCode()));
    }

    private Line line(ObjectionRepository.Filed filed, Optional<PolicyPack> pack) {
        LocalDate today = clock.today();
        String level = filed.objection().level();
        return new Line(
                filed.objection(),
                filed.nameZh(),
                filed.nameEn(),
                Shown.area(pack, filed.countyCode()),
                levelName(pack, level),
                filed.objection().overdueOn(today));
    }

    static Label levelName(Optional<PolicyPack> pack, @Nullable String level) {
        return pack.flatMap(of -> of.levels().stream()
                        .filter(one -> one.id().equals(level))
                        .findFirst())
                .map(Level::name)
                .orElse(Shown.NOTHING);
    }

    private static String csv(ObjectionRepository.Filed filed) {
        ObjectionView view = filed.objection();
        return CsvLines.of(
                view.receipt(),
                filed.nameZh(),
                filed.countyCode(),
                view.level(),
                view.lodgedAt(),
                view.dueOn(),
                view.takenAt(),
                view.outcome(),
                view.decidedAt());
    }
}
