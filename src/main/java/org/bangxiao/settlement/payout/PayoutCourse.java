package org.bangxiao.settlement.payout;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Leftovers;
import org.bangxiao.platform.Tx;
import org.bangxiao.settlement.payout.PayoutRepository.Chunk;

/**
 * Sets a batch's money aside, or gives it back, stretch by stretch. It may be cut off at any point and be worked on by any
 * number of processes: a stretch is claimed, booked and ticked off in one transaction under a key of its own.
 */
@ApplicationScoped
class PayoutCourse {
    private final PayoutRepository repository;
    private final PayoutBooking booking;
    private final Tx tx;

    PayoutCourse(PayoutRepository repository, PayoutBooking booking, Tx tx) {
        this.repository = repository;
        this.booking = booking;
        this.tx = tx;
    }

    /** Works until no stretch is left to claim or {@code atMost} are done, then moves the batch on where all are. */
    Uni<Void> work(UUID id, int atMost) {
        return tx.read(connection -> repository.find(connection, id))
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(batch -> batch.in("RESERVING", "CANCELLING")
                        ? chunks(id, batch.in("CANCELLING"), atMost)
                                .chain(() -> tx.write(connection -> finish(connection, id)))
                        : Uni.createFrom().voidItem());
    }

    /** What a crash cut off goes on by itself. */
    @Scheduled(
            every = "30s",
            delayed = "30s",
            identity = "payout-resume",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> resume() {
        return tx.read(repository::unfinished)
                .chain(ids -> Leftovers.takeUp("payout", ids, id -> work(id, Integer.MAX_VALUE)));
    }

    private Uni<Void> chunks(UUID id, boolean back, int left) {
        if (left == 0) {
            return Uni.createFrom().voidItem();
        }
        return tx.write(connection -> one(connection, id, back))
                .chain(worked ->
                        worked ? chunks(id, back, left - 1) : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> one(SqlConnection connection, UUID id, boolean back) {
        return repository.claim(connection, id, back).chain(claimed -> {
            if (claimed.isEmpty()) {
                return Uni.createFrom().item(false);
            }
            Chunk chunk = claimed.get();
            // Whoever cancels in between decides: a stretch is set aside only while the batch is being reserved.
            return repository
                    .find(connection, id)
                    .map(found -> found.orElseThrow(Problem::notFound))
                    .chain(batch -> {
                        if (!batch.in(back ? "CANCELLING" : "RESERVING")) {
                            return Uni.createFrom().item(false);
                        }
                        return (back ? giveBack(connection, id, chunk) : reserve(connection, id, chunk))
                                .replaceWith(true);
                    });
        });
    }

    private Uni<Void> reserve(SqlConnection connection, UUID id, Chunk chunk) {
        return repository
                .pending(connection, id, chunk.no())
                .chain(amounts -> amounts.isEmpty()
                        ? repository.reserved(connection, id, chunk.no(), null)
                        : booking.reserve(connection, id, "reserve:" + chunk.no(), amounts)
                                .chain(posted -> repository.reserved(connection, id, chunk.no(), posted)));
    }

    private Uni<Void> giveBack(SqlConnection connection, UUID id, Chunk chunk) {
        return repository
                .pending(connection, id, chunk.no())
                .chain(amounts -> amounts.isEmpty() || !chunk.reserved()
                        ? repository.released(connection, id, chunk.no(), null)
                        : booking.back(connection, id, "release:" + chunk.no(), amounts)
                                .chain(posted -> repository.released(connection, id, chunk.no(), posted)));
    }

    private Uni<Void> finish(SqlConnection connection, UUID id) {
        return repository.lock(connection, id).chain(found -> {
            PayoutBatch batch = found.orElseThrow(Problem::notFound);
            boolean back = batch.in("CANCELLING");
            if (!back && !batch.in("RESERVING")) {
                return Uni.createFrom().voidItem();
            }
            return repository
                    .left(connection, id, back)
                    .chain(left -> left
                            ? Uni.createFrom().voidItem()
                            : repository.state(connection, id, back ? "CANCELLED" : "RESERVED"));
        });
    }
}
