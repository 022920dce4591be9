package org.bangxiao.ledger;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Digests;
import org.bangxiao.platform.Tx;

/**
 * Seals the journal. Blocks take what lies behind the transaction horizon (no open transaction can still commit in
 * front of it), each names the one before, and the root over a day's blocks is signed: while the day runs for whoever
 * wants a proof now, and once for ever when it has ended in Shanghai.
 */
@ApplicationScoped
public class Seals {
    static final int BLOCK_SIZE = 1024;
    private static final int BLOCKS_A_TRANSACTION = 16;

    private final SealRepository repository;
    private final SigningKeys keys;
    private final Tx tx;
    private final BusinessClock clock;
    private final SealConfig config;

    Seals(SealRepository repository, SigningKeys keys, Tx tx, BusinessClock clock, SealConfig config) {
        this.repository = repository;
        this.keys = keys;
        this.tx = tx;
        this.clock = clock;
        this.config = config;
    }

    /** Seals all that can be sealed and signs the day's root over it; answers how many transactions that were. */
    public Uni<Long> sealNow() {
        return sealAll(0)
                .call(() -> tx.write(
                        connection -> repository.lock(connection).chain(() -> signDays(connection, Optional.empty()))));
    }

    @Scheduled(
            every = "{bangxiao.ledger.seal-every}",
            identity = "ledger-seal",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> beat() {
        Instant newest = clock.instant().minus(config.checkpointEvery());
        return sealAll(0)
                .chain(() -> tx.write(connection ->
                        repository.lock(connection).chain(() -> signDays(connection, Optional.of(newest)))));
    }

    /** A few blocks a transaction, so that a backlog never holds the lock or the memory for long. */
    private Uni<Long> sealAll(long sealed) {
        return tx.write(this::sealSome)
                .chain(n -> n < BLOCKS_A_TRANSACTION * BLOCK_SIZE
                        ? Uni.createFrom().item(sealed + n)
                        : sealAll(sealed + n));
    }

    private Uni<Integer> sealSome(SqlConnection connection) {
        return repository
                .lock(connection)
                .chain(() -> repository.lastBlock(connection))
                .chain(last -> repository
                        .openDay(connection, later(clock.today(), last.day()))
                        .chain(day -> repository
                                .behindTheHorizon(connection, last, BLOCK_SIZE)
                                .chain(found -> seal(connection, last, day, found, 0))));
    }

    /** While a block is written on the one connection, the next is read and hashed on another. */
    private Uni<Integer> seal(
            SqlConnection connection, SealedBlock last, LocalDate day, List<SealedTx> found, int sealed) {
        if (found.isEmpty()) {
            return Uni.createFrom().item(sealed);
        }
        SealedBlock block = last.next(day, found);
        int now = sealed + found.size();
        boolean enough = found.size() < BLOCK_SIZE || now == BLOCKS_A_TRANSACTION * BLOCK_SIZE;
        CompletionStage<List<SealedTx>> ahead = enough
                ? CompletableFuture.completedFuture(List.of())
                : tx.read(other -> repository.behindTheHorizon(other, block, BLOCK_SIZE))
                        .subscribeAsCompletionStage();
        return repository
                .add(connection, block, found, clock.instant())
                .chain(() -> Uni.createFrom().completionStage(ahead))
                .chain(next -> seal(connection, block, day, next, now));
    }

    /** Signs every ended day that is not final, then the running one; {@code unlessSignedSince} spares the latter. */
    private Uni<Void> signDays(SqlConnection connection, Optional<Instant> unlessSignedSince) {
        return repository.daysToSign(connection).chain(days -> {
            if (days.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            LocalDate newest = days.get(days.size() - 1).day();
            LocalDate running = later(clock.today(), newest);
            Uni<Void> signed = Uni.createFrom().voidItem();
            for (SealRepository.DayToSign day : days) {
                boolean ended = day.day().isBefore(running);
                boolean spared = unlessSignedSince
                        .filter(since ->
                                day.signedAt() != null && day.signedAt().isAfter(since))
                        .isPresent();
                if (ended || (!spared && day.signedBlock() < day.lastBlock())) {
                    signed = signed.chain(() -> sign(connection, day, ended));
                }
            }
            return signed;
        });
    }

    private Uni<Void> sign(SqlConnection connection, SealRepository.DayToSign day, boolean ended) {
        return keys.current(connection)
                .chain(kid -> repository
                        .blockHashes(connection, day.firstBlock(), day.lastBlock())
                        .chain(hashes -> repository
                                .lastFinalTextBefore(connection, day.day())
                                .chain(text -> repository.add(connection, checkpoint(day, ended, hashes, text, kid)))));
    }

    private Checkpoint checkpoint(
            SealRepository.DayToSign day, boolean ended, List<byte[]> hashes, Optional<String> before, String kid) {
        String root = HexFormat.of().formatHex(Merkle.root(hashes));
        String previous = HexFormat.of().formatHex(before.map(Digests::sha256).orElse(SealedBlock.NOTHING_BEFORE));
        Instant now = clock.instant();
        String text = Checkpoint.text(day.day(), ended, day.firstBlock(), day.lastBlock(), root, previous, now, kid);
        String signature = keys.sign(kid, text.getBytes(StandardCharsets.UTF_8));
        return new Checkpoint(
                0, day.day(), ended, day.firstBlock(), day.lastBlock(), 0, root, previous, now, text, kid, signature);
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? other : one;
    }
}
