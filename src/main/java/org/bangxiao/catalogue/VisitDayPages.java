package org.bangxiao.catalogue;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.CsvFile;
import org.bangxiao.platform.web.CsvLines;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.FormAnswer;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.platform.web.Redirect;
import org.bangxiao.platform.web.Shell;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The calendar of one of the supplier's services: which days, how many places, until when it is cancelled for nothing. */
@Path("/desk/listings/{id}/days")
@Cancellable(false)
@RolesAllowed(Role.SUPPLIER)
@Produces(MediaType.TEXT_HTML)
class VisitDayPages {
    private static final int A_PAGE = 31;
    private static final int FILE_PIECE = 500;
    private static final int WEEK = 7;

    @CheckedTemplate(basePath = "catalogue", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance days(
                ListingView listing,
                List<VisitDay> days,
                Form form,
                Form rule,
                @Nullable String next,
                @Nullable String first);
    }

    private final Listings listings;
    private final VisitDays days;
    private final CurrentActor actor;
    private final Shell shell;

    VisitDayPages(Listings listings, VisitDays days, CurrentActor actor, Shell shell) {
        this.listings = listings;
        this.days = days;
        this.actor = actor;
        this.shell = shell;
    }

    @GET
    public Uni<TemplateInstance> days(@PathParam("id") UUID id, @QueryParam("cursor") @Nullable String cursor) {
        return page(id, cursor, Form.empty(), null);
    }

    @GET
    @Path("export")
    @Produces("text/csv")
    public RestMulti<String> export(@PathParam("id") UUID id) {
        String language = shell.locale();
        Actor reader = actor.required();
        return RestMulti.fromUniResponse(
                listings.find(id, reader),
                listing -> CsvFile.pages(
                        "days.csv",
                        Stream.of("days.day", "days.places", "days.booked", "days.free", "days.closed")
                                .map(key -> Messages.get(language, key))
                                .toList(),
                        cursor -> days.days(id, reader, cursor, FILE_PIECE),
                        day -> CsvLines.of(
                                day.day(),
                                day.places(),
                                day.booked(),
                                day.free(),
                                day.closed() ? Messages.get(language, "days.closed") : "")),
                listing -> Map.of("Content-Disposition", List.of("attachment; filename=\"days.csv\"")));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> open(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> days.open(id, written(form), actor.required()))
                        .map(done -> saved(id)),
                form,
                again -> page(id, null, again, null));
    }

    @POST
    @Path("rule")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> rule(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        Form form = Form.of(posted);
        return FormAnswer.orAgain(
                Uni.createFrom()
                        .deferred(() -> days.rule(id, ListingPages.small(form, "cancelHours"), actor.required()))
                        .map(done -> saved(id)),
                form,
                again -> page(id, null, Form.empty(), again));
    }

    @POST
    @Path("end")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> end(@PathParam("id") UUID id, MultivaluedMap<String, String> posted) {
        return onTheCalendar(
                id, days.end(id, actor.required()).map(done -> Redirect.to("/desk/listings/" + id, "flash.saved")));
    }

    @POST
    @Path("{day}/close")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> close(
            @PathParam("id") UUID id, @PathParam("day") String day, MultivaluedMap<String, String> posted) {
        return days.close(id, VisitDays.day(day), true, actor.required()).map(done -> saved(id));
    }

    @POST
    @Path("{day}/reopen")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> reopen(
            @PathParam("id") UUID id, @PathParam("day") String day, MultivaluedMap<String, String> posted) {
        return days.close(id, VisitDays.day(day), false, actor.required()).map(done -> saved(id));
    }

    @POST
    @Path("{day}/remove")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> takeOff(
            @PathParam("id") UUID id, @PathParam("day") String day, MultivaluedMap<String, String> posted) {
        return onTheCalendar(
                id, days.takeOff(id, VisitDays.day(day), actor.required()).map(done -> saved(id)));
    }

    /** What cannot be done is said above the calendar. */
    private Uni<Response> onTheCalendar(UUID id, Uni<Response> done) {
        return FormAnswer.orAgain(done, Form.empty(), again -> page(id, null, again, null));
    }

    private static Response saved(UUID id) {
        return Redirect.to("/desk/listings/" + id + "/days", "flash.saved");
    }

    private Uni<TemplateInstance> page(UUID id, @Nullable String cursor, Form form, @Nullable Form rule) {
        String here = "/desk/listings/" + id + "/days";
        return listings.find(id, actor.required())
                .chain(listing -> days.days(id, actor.required(), cursor, A_PAGE)
                        .map(page -> Templates.days(
                                listing,
                                page.items(),
                                form,
                                rule == null ? filled(listing) : rule,
                                page.next() == null ? null : here + "?cursor=" + page.next(),
                                cursor == null ? null : here)));
    }

    private static Form filled(ListingView listing) {
        Integer hours = listing.cancelHours();
        return Form.of(Map.of("cancelHours", String.valueOf(hours == null ? VisitDays.USUAL_CANCEL_HOURS : hours)));
    }

    /** What is no date and no number is said at each field, with all that is missing. */
    private static VisitDays.Opening written(Form form) {
        List<Problem.FieldError> errors = new ArrayList<>();
        LocalDate[] ends = new LocalDate[2];
        Long places = null;
        for (int i = 0; i < ends.length; i++) {
            try {
                ends[i] = PricePages.day(form, i == 0 ? "from" : "to");
            } catch (Problem unreadable) {
                errors.addAll(unreadable.errors());
            }
        }
        if (!form.value("places").isEmpty()) {
            try {
                places = ListingPages.whole(form, "places");
            } catch (Problem unreadable) {
                errors.addAll(unreadable.errors());
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        Set<Integer> weekdays = IntStream.rangeClosed(1, WEEK)
                .filter(day -> !form.value("weekday" + day).isEmpty())
                .boxed()
                .collect(Collectors.toSet());
        return new VisitDays.Opening(ends[0], ends[1], weekdays, places);
    }
}
