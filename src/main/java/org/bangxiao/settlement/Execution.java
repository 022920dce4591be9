package org.bangxiao.settlement;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bangxiao.kernel.Problem;
import org.bangxiao.ledger.MerkleRoot;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Leftovers;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.FrozenPools;

/**
 * Posts an approved run, chunk by chunk. Recomputes first and posts nothing where the result is not what was approved.
 * Any number of workers may run it at once and it may be cut off at any point: a chunk is claimed, posted and ticked off
 * in one transaction under a key of its own, so that every household is credited exactly once.
 * Whoever ticks off the last chunk closes the run with the root over its credits: they are those that were recomputed, for the
 * chunks' roots in the ledger are compared once more.
 */
@ApplicationScoped
class Execution {
    private final SettlementRepository runs;
    private final ShareRepository shares;
    private final FrozenPools frozenPools;
    private final Secrets secrets;
    private final BusinessClock clock;
    private final Tx tx;
    /** What this process is busy with; another process's work is told by the chunks' locks. */
    private final Set<UUID> atWork = ConcurrentHashMap.newKeySet();

    Execution(
            SettlementRepository runs,
            ShareRepository shares,
            FrozenPools frozenPools,
            Secrets secrets,
            BusinessClock clock,
            Tx tx) {
        this.runs = runs;
        this.shares = shares;
        this.frozenPools = frozenPools;
        this.secrets = secrets;
        this.clock = clock;
        this.tx = tx;
    }

    /** Works until no chunk is left to claim, or {@code atMost} are done; finishes the run where all of them are. */
    Uni<Void> work(UUID id, int atMost) {
        return Uni.createFrom().voidItem().chain(() -> {
            boolean first = atWork.add(id);
            return tx.write(connection -> verify(connection, id))
                    .chain(verified -> tx.write(connection -> start(connection, id))
                            .chain(() -> chunks(verified.run(), atMost))
                            .chain(() -> tx.write(connection -> finish(connection, id, verified.root()))))
                    .onTermination()
                    .invoke(() -> {
                        if (first) {
                            atWork.remove(id);
                        }
                    });
        });
    }

    /** Runs that were cut off by a crash go on by themselves. */
    @Scheduled(
            every = "30s",
            delayed = "30s",
            identity = "settlement-resume",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> resume() {
        return tx.read(runs::running)
                .chain(ids -> Leftovers.takeUp(
                        "settlement",
                        ids.stream().filter(id -> !atWork.contains(id)).toList(),
                        id -> work(id, Integer.MAX_VALUE)));
    }

    private Uni<Void> chunks(Run run, int left) {
        if (left == 0) {
            return Uni.createFrom().voidItem();
        }
        return tx.write(connection -> one(connection, run))
                .chain(worked ->
                        worked ? chunks(run, left - 1) : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> one(SqlConnection connection, Run run) {
        return runs.claim(connection, run.id()).chain(claimed -> {
            if (claimed.isEmpty()) {
                return Uni.createFrom().item(false);
            }
            Chunk chunk = claimed.get();
            Instant now = clock.instant();
            Uni<Optional<Long>> posted = chunk.credits() == 0
                    ? Uni.createFrom().item(Optional.empty())
                    : runs.post(connection, run, chunk, BusinessClock.monthOf(now), now, BusinessClock.dayOf(now))
                            .map(Optional::of);
            return posted.chain(txId -> runs.done(connection, run.id(), chunk.no(), txId))
                    .replaceWith(true);
        });
    }

    /** @param root over all credits, hex; empty where the run is closed already */
    private record Verified(Run run, String root) {}

    private Uni<Verified> verify(SqlConnection connection, UUID id) {
        return runs.find(connection, id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(run -> switch (run.state()) {
                    case "APPROVED", "RUNNING" -> recompute(connection, run).map(root -> new Verified(run, root));
                    case "DONE" -> Uni.createFrom().item(new Verified(run, ""));
                    default -> Uni.createFrom().failure(SettlementProblems.wrongState(run.state()));
                });
    }

    private Uni<String> recompute(SqlConnection connection, Run run) {
        MerkleRoot credits = new MerkleRoot();
        Sharing sharing = new Sharing(
                run.id(), run.chunkSize(), pool -> CreditRecord.poolSecret(secrets, run.id(), pool), credits);
        return runs.pools(connection, run.id()).chain(pools -> {
            Map<Integer, Integer> done = new HashMap<>();
            return shares.eachFrozenPool(
                            connection,
                            run.id(),
                            members -> members.size() < Preparation.FEW
                                    ? Uni.createFrom().voidItem().invoke(() -> compare(sharing, pools, done, members))
                                    : onWorker(() -> compare(sharing, pools, done, members)))
                    .chain(() -> onWorker(() -> {
                        carry(sharing, pools, done, pools.size() + 1);
                        Sharing.Outcome outcome = sharing.finish();
                        if (!outcome.inputDigest().equals(run.inputDigest())
                                || !outcome.resultDigest().equals(run.resultDigest())) {
                            throw SettlementProblems.digestMismatch();
                        }
                    }))
                    .map(nothing -> HexFormat.of().formatHex(credits.root()));
        });
    }

    private static void compare(
            Sharing sharing, List<PoolToShare> pools, Map<Integer, Integer> done, PoolMembers members) {
        carry(sharing, pools, done, members.rank());
        if (members.rank() > pools.size()) {
            throw SettlementProblems.digestMismatch();
        }
        long[] fen = sharing.share(pools.get(members.rank() - 1), members);
        done.put(members.rank(), fen.length);
        for (int i = 0; i < fen.length; i++) {
            if (fen[i] != members.knownFen(i)) {
                throw SettlementProblems.digestMismatch();
            }
        }
    }

    private static void carry(Sharing sharing, List<PoolToShare> pools, Map<Integer, Integer> done, int before) {
        for (int rank = done.size() + 1; rank < before; rank++) {
            sharing.share(pools.get(rank - 1), new PoolMembers(rank));
            done.put(rank, 0);
        }
    }

    private Uni<Void> start(SqlConnection connection, UUID id) {
        return runs.lock(connection, id)
                .chain(found ->
                        found.filter(run -> run.state().equals("APPROVED")).isPresent()
                                ? runs.state(connection, id, "RUNNING")
                                : Uni.createFrom().voidItem());
    }

    private Uni<Void> finish(SqlConnection connection, UUID id, String root) {
        return runs.lock(connection, id).chain(found -> {
            Run run = found.orElseThrow(Problem::notFound);
            if (!run.state().equals("RUNNING")) {
                return Uni.createFrom().voidItem();
            }
            return runs.posted(connection, id).chain(posted -> {
                if (posted.isEmpty()) {
                    return Uni.createFrom().voidItem();
                }
                String executed = Sharing.resultDigest(id, run.inputDigest(), posted.get());
                if (!executed.equals(run.resultDigest())) {
                    throw SettlementProblems.digestMismatch();
                }
                return runs.finish(connection, id, executed, root, clock.instant())
                        .chain(() -> runs.pools(connection, id))
                        .chain(pools -> frozenPools.thaw(connection, PoolToShare.ids(pools)));
            });
        });
    }

    private static Uni<Void> onWorker(Runnable work) {
        return Uni.createFrom().voidItem().invoke(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
