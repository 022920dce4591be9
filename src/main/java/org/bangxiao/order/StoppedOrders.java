package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Paid orders of goods whose certificate was stopped afterwards: kept, not sent, until an office decides. {@code KEEP}
 * lets the goods go out; {@code REFUND} keeps them back, takes the sales back and pays the money back.
 */
@ApplicationScoped
class StoppedOrders {
    static final String KEEP = "KEEP";
    static final String REFUND = "REFUND";

    private static final int REASON_MAX = 500;
    private static final List<String> OFFICES =
            List.of(Role.ADMINISTRATOR, Role.REGION_OFFICER, Role.CITY_OFFICER, Role.COUNTY_OFFICER);

    private final Tx tx;
    private final StoppedOrderRepository repository;
    private final PayBack payBack;
    private final Organisations organisations;
    private final BusinessClock clock;

    StoppedOrders(
            Tx tx,
            StoppedOrderRepository repository,
            PayBack payBack,
            Organisations organisations,
            BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.payBack = payBack;
        this.organisations = organisations;
        this.clock = clock;
    }

    /** Those of the office's area: waiting, or decided for the stop that still stands. */
    Uni<Page<StoppedOrder>> page(Actor actor, boolean decided, @Nullable String cursor, int size) {
        String area = actor.sightAs(OFFICES);
        String after = checked(cursor);
        return tx.read(connection -> repository
                .page(connection, area, decided, after, size + 1)
                .chain(found -> organisations
                        .names(
                                connection,
                                found.stream()
                                        .map(StoppedOrder::organisationId)
                                        .distinct()
                                        .toList())
                        .map(names -> page(found, names, size))));
    }

    /**
     * Decides on everything in an order that is stopped now. {@code not-found} outside the area or where nothing waits,
     * {@code order-stop-decided} where somebody was quicker.
     */
    Uni<Void> decide(Actor actor, UUID part, String outcome, String written) {
        if (!outcome.equals(KEEP) && !outcome.equals(REFUND)) {
            return Uni.createFrom().failure(Problem.field("/outcome", "field-required"));
        }
        String reason = written.strip();
        if (reason.isEmpty()) {
            return Uni.createFrom().failure(Problem.field("/reason", "field-required"));
        }
        if (reason.length() > REASON_MAX) {
            return Uni.createFrom().failure(Problem.field("/reason", "field-too-long", REASON_MAX));
        }
        return tx.write(connection -> repository
                        .ofPart(connection, part)
                        .chain(stopped -> decide(connection, actor, mine(actor, stopped), outcome, reason))
                        .chain(() -> outcome.equals(REFUND)
                                ? payBack.payUnsent(
                                        connection,
                                        part,
                                        reference(part),
                                        Optional.of(actor.accountId()),
                                        clock.instant())
                                : Uni.createFrom().voidItem()))
                .onFailure(failure -> SqlState.violates(failure, "order_stop_decided_once"))
                .transform(twice -> OrderProblems.stopDecided())
                .chain(() -> outcome.equals(REFUND)
                        ? payBack.send(reference(part))
                        : Uni.createFrom().voidItem());
    }

    private static String reference(UUID part) {
        return "stop:" + part;
    }

    /** Fails with {@code order-stopped} or {@code order-refund-decided} where the goods may not go out. */
    Uni<Void> requireNotStopped(SqlConnection connection, UUID part) {
        return repository
                .lastOutcome(connection, part)
                .invoke(last -> {
                    if (last.filter(REFUND::equals).isPresent()) {
                        throw OrderProblems.refundDecided();
                    }
                })
                .chain(() -> repository.ofPart(connection, part))
                .invoke(stopped -> {
                    if (stopped.stream().anyMatch(order -> order.outcome() == null)) {
                        throw OrderProblems.stopped();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> decide(
            SqlConnection connection, Actor actor, List<StoppedOrder> orders, String outcome, String reason) {
        Instant now = clock.instant();
        Uni<Void> done = Uni.createFrom().voidItem();
        for (StoppedOrder order : orders) {
            done = done.chain(() -> repository.decide(connection, order, outcome, reason, actor, now))
                    .chain(() -> Audit.write(connection, deed(actor, order, outcome, reason, now)));
        }
        return done;
    }

    private static List<StoppedOrder> mine(Actor actor, List<StoppedOrder> stopped) {
        List<StoppedOrder> mine = stopped.stream()
                .filter(order -> OFFICES.stream().anyMatch(role -> actor.actsIn(role, order.countyCode())))
                .toList();
        if (mine.isEmpty()) {
            throw Problem.notFound();
        }
        List<StoppedOrder> waiting =
                mine.stream().filter(order -> order.outcome() == null).toList();
        if (waiting.isEmpty()) {
            throw OrderProblems.stopDecided();
        }
        return waiting;
    }

    private static @Nullable String checked(@Nullable String cursor) {
        if (cursor != null && !cursor.matches("[0-9A-Z-]{1,40}~[0-9a-f-]{36}")) {
            throw Problem.field("/cursor", "field-invalid", cursor);
        }
        return cursor;
    }

    private static Page<StoppedOrder> page(List<StoppedOrder> found, Map<UUID, OrganisationView.Name> names, int size) {
        List<StoppedOrder> shown = found.stream()
                .limit(size)
                .map(order -> {
                    OrganisationView.Name name = names.get(order.organisationId());
                    return name == null ? order : order.named(name.zh(), name.en());
                })
                .toList();
        return new Page<>(shown, found.size() > size ? shown.get(size - 1).cursor() : null, -1);
    }

    private static Audit.Deed deed(Actor actor, StoppedOrder order, String outcome, String reason, Instant now) {
        return new Audit.Deed(
                now,
                actor.accountId(),
                actor.personId(),
                OFFICES.stream().filter(actor::has).findFirst().orElse(null),
                "order-stop-decide",
                "order",
                order.partId().toString(),
                Map.of("outcome", outcome, "certificate", order.certificateNumber(), "reason", reason));
    }
}
