package org.bangxiao.order;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.catalogue.SendWindow;
import org.bangxiao.catalogue.Visit;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/**
 * Orders sold in advance of which something is not sent when their window is over. The buyer is told once, and may from
 * then on cancel what is not sent, without anybody's consent and for all the money. A visit is cancelled so until some
 * hours before its day.
 */
@ApplicationScoped
class LateOrders {
    private static final int A_SWEEP = 200;

    private final LateOrderRepository repository;
    private final PayBack payBack;
    private final BuyerNotes notes;
    private final BusinessClock clock;
    private final Tx tx;

    LateOrders(LateOrderRepository repository, PayBack payBack, BuyerNotes notes, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.payBack = payBack;
        this.notes = notes;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Cancels what of an order is not sent, or a visit. Fails with {@code not-found} (not the shopper's),
     * {@code order-not-late} (its window is not over, or it has none), {@code visit-cancel-over} (its free cancellation is)
     * or {@code order-wrong-state} (all of it is sent, it took place, or it is cancelled already).
     */
    Uni<Void> cancel(UUID part, Shopper shopper) {
        return tx.write(connection -> repository
                        .lock(connection, part, shopper)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(this::requireCancellable)
                        .chain(() -> payBack.payUnsent(
                                connection,
                                part,
                                reference(part),
                                Optional.ofNullable(shopper.accountId()),
                                clock.instant())))
                .chain(() -> payBack.send(reference(part)));
    }

    private void requireCancellable(LateOrderRepository.Promised order) {
        SendWindow window = order.window();
        Visit visit = order.visit();
        if (!order.state().equals("PAID")) {
            throw OrderProblems.wrongState(order.state());
        }
        if (visit != null) {
            if (!visit.cancellable(clock.instant())) {
                throw OrderProblems.visitCancelOver();
            }
            return;
        }
        if (window == null || !window.over(clock.today())) {
            throw OrderProblems.notLate();
        }
    }

    @Scheduled(
            every = "10m",
            delayed = "1m",
            identity = "order-late",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tell() {
        return tx.write(connection -> repository
                .late(connection, clock.today(), clock.instant(), A_SWEEP)
                .chain(late -> Multi.createFrom()
                        .iterable(late)
                        .onItem()
                        .transformToUniAndConcatenate(
                                order -> notes.late(connection, order.id(), order.number(), order.sendTo()))
                        .onItem()
                        .ignoreAsUni()));
    }

    private static String reference(UUID part) {
        return "late:" + part;
    }
}
