package org.bangxiao.household.aid;

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
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.household.HouseholdView;
import org.bangxiao.household.Households;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.AreaCode;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Redirect;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Grants, loans and donations of an area: the list, the form for another one, and the page of each. */
@Path(AidPages.HOME)
@Cancellable(false)
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER, Role.AUDITOR})
class AidPages {
    static final String HOME = "/desk/aid";
    private static final int ROWS_A_PAGE = 50;
    private static final int VILLAGE_DIGITS = 12;
    private static final List<String> HEADING = List.of(
            "number",
            "household",
            "head",
            "villageCode",
            "village",
            "kind",
            "giver",
            "goods",
            "amountFen",
            "receivedOn",
            "state",
            "reason",
            "enteredAt",
            "decidedAt",
            "voidedAt",
            "demo");

    @CheckedTemplate(basePath = "household", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance aids(
                List<Aid> aids,
                List<Aid.State> states,
                @Nullable String state,
                boolean writes,
                String export,
                @Nullable String next,
                @Nullable String first);

        static native TemplateInstance aid(Aid aid, boolean decides, boolean own, Form form);

        static native TemplateInstance newAid(@Nullable HouseholdView household, List<Aid.Kind> kinds, Form form);
    }

    private final Aids aids;
    private final Households households;
    private final CurrentActor currentActor;

    AidPages(Aids aids, Households households, CurrentActor currentActor) {
        this.aids = aids;
        this.households = households;
        this.currentActor = currentActor;
    }

    @GET
    public Uni<TemplateInstance> list(
            @QueryParam("state") @Nullable String asked, @QueryParam("cursor") @Nullable String cursor) {
        Actor reader = currentActor.required();
        Aid.State state = Form.constant(Aid.State.class, asked);
        String chosen = state == null ? "" : "state=" + state;
        return aids.list(reader, state, cursor, ROWS_A_PAGE)
                .map(page -> Templates.aids(
                        page.items(),
                        List.of(Aid.State.values()),
                        state == null ? null : state.name(),
                        reader.has(Role.VILLAGE_OFFICER) || reader.has(Role.COUNTY_OFFICER),
                        HOME + "/aid.csv?" + chosen,
                        page.next() == null ? null : HOME + "?" + chosen + "&cursor=" + page.next(),
                        cursor == null ? null : HOME + "?" + chosen));
    }

    /** The same as comma separated values, all of them. */
    @GET
    @Path("/aid.csv")
    @Produces("text/csv;charset=UTF-8")
    public RestMulti<String> export(@QueryParam("state") @Nullable String asked) {
        Actor reader = currentActor.required();
        Aid.State state = Form.constant(Aid.State.class, asked);
        return CsvFile.pages(
                "aid.csv",
                HEADING,
                cursor -> aids.list(reader, state, cursor, Page.MAX_SIZE),
                one -> CsvLines.of(
                        one.number(),
                        one.householdNumber(),
                        one.headMasked(),
                        one.villageCode(),
                        one.villageName(),
                        one.kind(),
                        one.giver(),
                        one.goods(),
                        one.amountFen(),
                        one.receivedOn(),
                        one.state(),
                        one.reason(),
                        one.enteredAt(),
                        one.decidedAt(),
                        one.voidedAt(),
                        one.demo()));
    }

    /** A form for a household, or for the collective of a village. */
    @GET
    @Path("/new")
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER})
    public Uni<TemplateInstance> fresh(@QueryParam("household") @Nullable UUID household) {
        Actor officer = currentActor.required();
        String village = officer.areaAs(Role.VILLAGE_OFFICER)
                .map(AreaCode::value)
                .filter(code -> code.length() == VILLAGE_DIGITS)
                .orElse("");
        return form(officer, household, Form.of(Map.of("villageCode", village)));
    }

    @POST
    @RolesAllowed({Role.VILLAGE_OFFICER, Role.COUNTY_OFFICER})
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> enter(
            @QueryParam("household") @Nullable UUID household, MultivaluedMap<String, String> posted) {
        Actor officer = currentActor.required();
        Form form = Form.of(posted);
        AidDraft draft = new AidDraft(
                household,
                form.value("villageCode"),
                Form.constant(Aid.Kind.class, form.value("kind")),
                form.value("giver"),
                form.value("goods"),
                fen(form.value("amountFen")),
                day(form.value("receivedOn")));
        Uni<Response> done =
                aids.enter(officer, draft).map(entered -> Redirect.to(HOME + "/" + entered.id(), "flash.aid-entered"));
        return FormAnswer.orAgain(done, form, again -> form(officer, household, again));
    }

    @GET
    @Path("/{id}")
    public Uni<TemplateInstance> one(@PathParam("id") UUID id) {
        return page(currentActor.required(), id, Form.empty());
    }

    @POST
    @Path("/{id}/confirmation")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> confirm(@PathParam("id") UUID id) {
        Actor officer = currentActor.required();
        return done(officer, id, Form.empty(), aids.confirm(officer, id));
    }

    @POST
    @Path("/{id}/refusal")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> refuse(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return reasoned(id, posted, aids::refuse);
    }

    @POST
    @Path("/{id}/voiding")
    @RolesAllowed(Role.COUNTY_OFFICER)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> voided(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return reasoned(id, posted, aids::voided);
    }

    /** A step of the county that needs a reason. */
    private interface Step {
        Uni<Aid> by(Actor officer, UUID id, String reason);
    }

    private Uni<Response> reasoned(UUID id, MultivaluedMap<String, String> posted, Step step) {
        Actor officer = currentActor.required();
        Form form = Form.of(posted);
        return done(
                officer, id, form, aids.find(officer, id).chain(seen -> step.by(officer, id, form.value("reason"))));
    }

    private Uni<Response> done(Actor officer, UUID id, Form form, Uni<Aid> work) {
        return FormAnswer.orAgain(
                work.map(moved -> Redirect.to(HOME + "/" + id, "flash.aid-moved")),
                form,
                again -> page(officer, id, again));
    }

    private Uni<TemplateInstance> page(Actor reader, UUID id, Form form) {
        return aids.find(reader, id)
                .map(one -> Templates.aid(
                        one, Aids.decides(reader, one), one.enteredPerson().equals(reader.personId()), form));
    }

    private Uni<TemplateInstance> form(Actor officer, @Nullable UUID household, Form form) {
        List<Aid.Kind> kinds = List.of(Aid.Kind.values());
        return household == null
                ? Uni.createFrom().item(() -> Templates.newAid(null, kinds, form))
                : households.seenBy(officer, household).map(view -> Templates.newAid(view, kinds, form));
    }

    private static @Nullable Long fen(String yuan) {
        try {
            return Money.parseYuan(yuan);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
