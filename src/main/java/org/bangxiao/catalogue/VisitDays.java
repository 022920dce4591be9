package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Suppliers of services keep a calendar for each: on which days how many places. From its first day on the service is
 * booked for a day and not otherwise. Everything here is {@code not-found} for another's listing.
 */
@ApplicationScoped
public class VisitDays {
    static final int USUAL_CANCEL_HOURS = 24;
    static final int MOST_CANCEL_HOURS = 720;
    static final int FARTHEST_DAYS = 365;

    private static final long MOST_PLACES = 9999;
    private static final int WEEK = 7;

    /**
     * Days to be offered.
     *
     * @param from     today or later
     * @param to       not before {@code from}, at most {@value #FARTHEST_DAYS} days ahead
     * @param weekdays 1 is Monday; none are all
     * @param places   of each day, 1 to 9999
     */
    public record Opening(
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            Set<Integer> weekdays,
            @Nullable Long places) {}

    private final Listings listings;
    private final VisitDayRepository repository;
    private final Origins origins;
    private final ShopWindow window;
    private final BusinessClock clock;
    private final Tx tx;

    VisitDays(
            Listings listings,
            VisitDayRepository repository,
            Origins origins,
            ShopWindow window,
            BusinessClock clock,
            Tx tx) {
        this.listings = listings;
        this.repository = repository;
        this.origins = origins;
        this.window = window;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Offers places on days, or another number of them. What is booked stays.
     *
     * @throws Problem {@code invalid-input} with each field that is wrong: {@code field-required}, {@code days-from-today},
     *     {@code days-order}, {@code days-too-far}, {@code days-none}, {@code places-range}, {@code places-booked} where a
     *     day has more bookings; {@code days-services-only} (422); {@code days-presold} (409)
     */
    public Uni<ListingView> open(UUID id, Opening opening, Actor supplier) {
        List<LocalDate> days = days(opening, clock.today());
        long places = opening.places() == null ? 0 : opening.places();
        return change(
                id,
                supplier,
                "listing-days",
                Map.of("days", days.size(), "places", places),
                connection -> listings.own(connection, id, supplier)
                        .invoke(this::requireByDay)
                        .chain(listing -> listing.cancelHours() == null
                                ? repository.rule(connection, id, USUAL_CANCEL_HOURS, clock.instant())
                                : Uni.createFrom().voidItem())
                        .chain(() -> repository.open(connection, id, days, places))
                        .invoke(booked -> booked.ifPresent(day -> {
                            throw Problem.field(
                                    "/places", "places-booked", day.day().toString(), day.booked());
                        }))
                        .replaceWithVoid());
    }

    /**
     * Says until how many hours before the day begins in China a buyer cancels for nothing. Orders keep what they were
     * placed with.
     *
     * @throws Problem {@code cancel-hours-range} at its field; else as {@link #open}
     */
    public Uni<ListingView> rule(UUID id, @Nullable Integer cancelHours, Actor supplier) {
        if (cancelHours == null || cancelHours < 0 || cancelHours > MOST_CANCEL_HOURS) {
            return Uni.createFrom().failure(Problem.field("/cancelHours", "cancel-hours-range", MOST_CANCEL_HOURS));
        }
        return change(
                id,
                supplier,
                "listing-days",
                Map.of("cancelHours", cancelHours),
                connection -> listings.own(connection, id, supplier)
                        .invoke(this::requireByDay)
                        .chain(() -> repository.rule(connection, id, cancelHours, clock.instant())));
    }

    /** Takes no more bookings for a day, or takes them again; what is booked stays. */
    public Uni<ListingView> close(UUID id, LocalDate day, boolean closed, Actor supplier) {
        return change(
                id,
                supplier,
                "listing-days",
                Map.of("day", day.toString(), "closed", closed),
                connection -> listings.own(connection, id, supplier)
                        .chain(() -> repository.close(connection, id, day, closed))
                        .invoke(VisitDays::requireThere)
                        .replaceWithVoid());
    }

    /** Takes a day off the calendar; {@code day-booked} (409) where somebody has places of it or just buys some. */
    public Uni<ListingView> takeOff(UUID id, LocalDate day, Actor supplier) {
        return change(
                id,
                supplier,
                "listing-days",
                Map.of("day", day.toString(), "places", 0),
                connection -> listings.own(connection, id, supplier)
                        .chain(() -> repository.takeOff(connection, id, day, clock.instant()))
                        .invoke(VisitDays::requireThere)
                        .replaceWithVoid());
    }

    /** Sells the service without days again; {@code day-booked} (409) while a day to come has bookings. */
    public Uni<ListingView> end(UUID id, Actor supplier) {
        return change(
                id,
                supplier,
                "listing-days",
                Map.of(),
                connection -> listings.own(connection, id, supplier)
                        .invoke(listing -> requireThere(listing.cancelHours() != null))
                        .chain(() -> repository.takeOffFrom(connection, id, clock.today()))
                        .chain(() -> repository.end(connection, id)));
    }

    /**
     * The days from today on, the nearest first.
     *
     * @param cursor from the page before, or null
     */
    public Uni<Page<VisitDay>> days(UUID id, Actor supplier, @Nullable String cursor, int size) {
        LocalDate after = cursor == null ? clock.today().minusDays(1) : last(cursor);
        return tx.read(connection -> listings.own(connection, id, supplier)
                        .chain(() -> repository.days(connection, id, after, size + 1, clock.instant())))
                .map(found -> {
                    List<VisitDay> page = found.stream().limit(size).toList();
                    return new Page<>(
                            page, found.size() > size ? page.get(size - 1).day().toString() : null, -1);
                });
    }

    private static LocalDate last(String cursor) {
        try {
            return LocalDate.parse(cursor);
        } catch (DateTimeException e) {
            throw Problem.field("/cursor", "field-invalid", cursor);
        }
    }

    /** {@code not-found} for what is no day. */
    static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Problem.notFound();
        }
    }

    private Uni<ListingView> change(
            UUID id,
            Actor supplier,
            String action,
            Map<String, Object> detail,
            Function<SqlConnection, Uni<Void>> work) {
        return tx.write(connection -> work.apply(connection)
                        .chain(() ->
                                Audit.write(connection, Listings.deed(clock.instant(), supplier, action, id, detail)))
                        .invoke(() -> window.changed())
                        .chain(() -> listings.own(connection, id, supplier)))
                .onFailure(failure -> SqlState.violates(failure, "catalogue_booked_day_stays"))
                .transform(booked -> CatalogueProblems.dayBooked());
    }

    private void requireByDay(ListingView listing) {
        if (!origins.byPlaces(listing.category())) {
            throw CatalogueProblems.daysOfServicesOnly();
        }
        if (listing.presale() != null) {
            throw CatalogueProblems.byDayOrInAdvance();
        }
    }

    private static void requireThere(boolean there) {
        if (!there) {
            throw Problem.notFound();
        }
    }

    private static List<LocalDate> days(Opening asked, LocalDate today) {
        List<Problem.FieldError> errors = new ArrayList<>();
        LocalDate from = asked.from();
        LocalDate to = asked.to();
        List<LocalDate> days = List.of();
        if (from == null || to == null) {
            if (from == null) {
                errors.add(new Problem.FieldError("/from", "field-required", List.of()));
            }
            if (to == null) {
                errors.add(new Problem.FieldError("/to", "field-required", List.of()));
            }
        } else if (from.isBefore(today)) {
            errors.add(new Problem.FieldError("/from", "days-from-today", List.of()));
        } else if (to.isBefore(from)) {
            errors.add(new Problem.FieldError("/to", "days-order", List.of()));
        } else if (to.isAfter(today.plusDays(FARTHEST_DAYS))) {
            errors.add(new Problem.FieldError("/to", "days-too-far", List.of(FARTHEST_DAYS)));
        } else {
            Set<Integer> weekdays = asked.weekdays();
            days = from.datesUntil(to.plusDays(1))
                    .filter(day -> weekdays.isEmpty()
                            || weekdays.contains(day.getDayOfWeek().getValue()))
                    .toList();
            if (days.isEmpty() || weekdays.stream().anyMatch(day -> day < 1 || day > WEEK)) {
                errors.add(new Problem.FieldError("/weekdays", "days-none", List.of()));
            }
        }
        Long places = asked.places();
        if (places == null || places < 1 || places > MOST_PLACES) {
            errors.add(new Problem.FieldError("/places", "places-range", List.of(MOST_PLACES)));
        }
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return days;
    }
}
