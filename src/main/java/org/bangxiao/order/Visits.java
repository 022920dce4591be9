package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/** Guests come on their day and show their code; from then on the time for after-sales runs, as after a parcel's receipt. */
@ApplicationScoped
class Visits {
    private final VisitRepository repository;
    private final ShippingRepository orders;
    private final VisitCode codes;
    private final StoppedOrders stopped;
    private final Claims claims;
    private final BuyerNotes notes;
    private final OrderConfig config;
    private final BusinessClock clock;
    private final Tx tx;

    Visits(
            VisitRepository repository,
            ShippingRepository orders,
            VisitCode codes,
            StoppedOrders stopped,
            Claims claims,
            BuyerNotes notes,
            OrderConfig config,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.orders = orders;
        this.codes = codes;
        this.stopped = stopped;
        this.claims = claims;
        this.notes = notes;
        this.config = config;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Notes that the guests who show this code were there; on their day at the earliest, once. Fails at {@code code} with
     * {@code visit-code-unknown} (none of the actor's guests of today or before) or {@code visit-code-used}; with
     * {@code order-not-wholly-mandated}, {@code order-stopped}, {@code claim-before-sending} as sending a parcel does.
     *
     * @return the order's id
     */
    Uni<UUID> redeem(Actor supplier, String typed) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        String code = typed.replaceAll("\\s", "");
        if (code.isEmpty()) {
            return Uni.createFrom().failure(Problem.field("/code", "field-required"));
        }
        LocalDate today = clock.today();
        return tx.write(connection -> repository
                .guests(connection, organisation, today.minusDays(config.receivedAfterDays() + 1L), today)
                .map(guests -> guest(guests, code))
                .call(guest -> note(connection, supplier, organisation, guest))
                .map(VisitRepository.Guest::part));
    }

    private VisitRepository.Guest guest(List<VisitRepository.Guest> guests, String code) {
        VisitRepository.Guest found = guests.stream()
                .filter(guest -> codes.of(guest.part()).equals(code))
                .findFirst()
                .orElseThrow(OrderProblems::visitCodeUnknown);
        if (found.visited()) {
            throw OrderProblems.visitCodeUsed();
        }
        return found;
    }

    private Uni<Void> note(SqlConnection connection, Actor supplier, UUID organisation, VisitRepository.Guest guest) {
        return orders.due(connection, organisation, clock.today(), guest.part())
                .map(found -> found.orElseThrow(OrderProblems::visitCodeUnknown))
                .invoke(due -> {
                    if (!due.whole()) {
                        throw OrderProblems.notWhollyMandated();
                    }
                })
                .chain(() -> stopped.requireNotStopped(connection, guest.part()))
                .chain(() -> claims.requireNoneOpen(connection, guest.part()))
                .chain(() -> repository.visited(connection, guest.part(), supplier.accountId(), clock.instant()))
                .invoke(noted -> {
                    if (!noted) {
                        throw OrderProblems.visitCodeUsed();
                    }
                })
                .chain(() -> notes.visited(connection, guest.part(), guest.number()))
                .chain(() -> Audit.write(
                        connection,
                        new Audit.Deed(
                                clock.instant(),
                                supplier.accountId(),
                                supplier.personId(),
                                Role.SUPPLIER,
                                "order-visit",
                                "order",
                                guest.part().toString(),
                                Map.of())));
    }
}
