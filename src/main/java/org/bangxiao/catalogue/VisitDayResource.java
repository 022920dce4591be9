package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.identity.CurrentActor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The calendar of one of the supplier's services. */
@Path("/api/listings/{id}/days")
@Cancellable(false)
@RolesAllowed(Role.SUPPLIER)
@Tag(name = "listings")
class VisitDayResource {
    private static final int A_PAGE = 50;
    private static final String DAY = "a day in China, year-month-day";

    /**
     * Days to be offered.
     *
     * @param weekdays 1 is Monday; absent: every day
     * @param places   of each day, 1 to 9999
     */
    record NewDays(
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable Set<@Nullable Integer> weekdays,
            @Nullable Long places) {}

    record Closing(@Nullable Boolean closed) {}

    /** @param cancelHours 0 to 720 */
    record Rule(@Nullable Integer cancelHours) {}

    private final VisitDays days;
    private final CurrentActor actor;

    VisitDayResource(VisitDays days, CurrentActor actor) {
        this.days = days;
        this.actor = actor;
    }

    @GET
    @Operation(summary = "The days from today on for which one of my services is offered, the nearest first")
    public Uni<Page<VisitDay>> days(@PathParam("id") UUID id, @QueryParam("cursor") @Nullable String cursor) {
        return days.days(id, actor.required(), cursor, A_PAGE);
    }

    @PUT
    @Operation(
            summary = "Offer places of a service on days, or another number of them",
            description = "From its first day on it is booked for a day and not otherwise. What is booked stays.")
    public Uni<ListingView> open(@PathParam("id") UUID id, @Nullable NewDays body) {
        if (body == null || (body.weekdays() != null && body.weekdays().contains(null))) {
            throw Problem.field("/from", "field-required");
        }
        Set<Integer> weekdays = body.weekdays() == null ? Set.of() : Set.copyOf(body.weekdays());
        return days.open(id, new VisitDays.Opening(body.from(), body.to(), weekdays, body.places()), actor.required());
    }

    @DELETE
    @Operation(summary = "Sell a service without days again; while no day to come has bookings")
    public Uni<ListingView> end(@PathParam("id") UUID id) {
        return days.end(id, actor.required());
    }

    @PUT
    @Path("/rule")
    @Operation(
            summary = "Say until how many hours before the day a booking is cancelled for nothing",
            description = "The day begins at midnight in China. Bookings keep the rule they were made under.")
    public Uni<ListingView> rule(@PathParam("id") UUID id, @Nullable Rule body) {
        return days.rule(id, body == null ? null : body.cancelHours(), actor.required());
    }

    @PATCH
    @Path("/{day}")
    @Operation(summary = "Take no more bookings for a day, or take them again; what is booked stays")
    public Uni<ListingView> close(
            @PathParam("id") UUID id,
            @Parameter(description = DAY, example = "2026-12-05") @PathParam("day") String day,
            @Nullable Closing body) {
        Boolean closed = body == null ? null : body.closed();
        if (closed == null) {
            throw Problem.field("/closed", "field-required");
        }
        return days.close(id, VisitDays.day(day), closed, actor.required());
    }

    @DELETE
    @Path("/{day}")
    @Operation(summary = "Take a day without bookings off the calendar")
    public Uni<ListingView> takeOff(
            @PathParam("id") UUID id,
            @Parameter(description = DAY, example = "2026-12-05") @PathParam("day") String day) {
        return days.takeOff(id, VisitDays.day(day), actor.required());
    }
}
