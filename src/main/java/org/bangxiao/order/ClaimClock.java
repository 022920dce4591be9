package org.bangxiao.order;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.order.Claim.Side;
import org.bangxiao.order.Claim.State;
import org.bangxiao.order.ClaimRepository.Move;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/** Where a term runs out: a supplier who is silent leaves it to the platform, a buyer who is silent has given up. */
@ApplicationScoped
class ClaimClock {
    private static final int A_SWEEP = 200;

    private final ClaimRepository repository;
    private final ClaimReadRepository reads;
    private final ClaimNotes notes;
    private final BusinessClock clock;
    private final Tx tx;

    ClaimClock(ClaimRepository repository, ClaimReadRepository reads, ClaimNotes notes, BusinessClock clock, Tx tx) {
        this.repository = repository;
        this.reads = reads;
        this.notes = notes;
        this.clock = clock;
        this.tx = tx;
    }

    @Scheduled(
            every = "60s",
            delayed = "30s",
            identity = "order-claims-due",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> moveOverdue() {
        return tx.write(connection -> repository
                .overdue(connection, clock.instant(), A_SWEEP)
                .chain(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(id -> overdue(connection, id))
                        .onItem()
                        .ignoreAsUni()));
    }

    private Uni<Void> overdue(SqlConnection connection, UUID id) {
        Instant now = clock.instant();
        return reads.find(connection, id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(claim -> {
                    boolean givenUp = claim.state() == State.RETURNING && !claim.sentBack();
                    Move move = new Move(
                            id,
                            claim.state(),
                            givenUp ? State.WITHDRAWN : State.DISPUTED,
                            Side.CLOCK,
                            null,
                            "",
                            givenUp ? null : now.plus(Duration.ofHours(claim.decideHours())),
                            now);
                    return repository
                            .move(connection, move)
                            .chain(moved -> moved && !givenUp
                                    ? notes.disputed(connection, claim)
                                    : Uni.createFrom().voidItem());
                });
    }
}
