package org.bangxiao.settlement;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.ledger.Posting;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.sale.FloorFunding;
import org.bangxiao.sale.FrozenPools;

/** Freezes a run: what pools hold at the horizon, who shares them, what each gets, and the digests of both. */
@ApplicationScoped
class Preparation {
    /** Members that are shared in less time than a change of threads is worth. */
    static final int FEW = 2_000;

    private final SettlementRepository runs;
    private final ShareRepository shares;
    private final FrozenPools frozenPools;
    private final FloorFunding floors;
    private final Ledger ledger;
    private final SettlementConfig config;
    private final Secrets secrets;
    private final BusinessClock clock;

    Preparation(
            SettlementRepository runs,
            ShareRepository shares,
            FrozenPools frozenPools,
            FloorFunding floors,
            Ledger ledger,
            SettlementConfig config,
            Secrets secrets,
            BusinessClock clock) {
        this.runs = runs;
        this.shares = shares;
        this.frozenPools = frozenPools;
        this.floors = floors;
        this.ledger = ledger;
        this.config = config;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The frozen state of one preparation while it goes through its pools in the order of ranks. */
    private static final class Draft {
        private final UUID id;
        private final List<PoolToShare> pools;
        private final Sharing sharing;
        private final List<SettlementRepository.FrozenPool> frozen = new ArrayList<>();

        Draft(UUID id, List<PoolToShare> pools, Sharing sharing) {
            this.id = id;
            this.pools = pools;
            this.sharing = sharing;
        }

        /** Pools that nobody came for before this rank are carried. */
        void carryBefore(int rank) {
            while (frozen.size() + 1 < rank) {
                PoolToShare pool = pools.get(frozen.size());
                sharing.share(pool, new PoolMembers(pool.rank()));
                frozen.add(new SettlementRepository.FrozenPool(pool, 0, 0));
            }
        }

        long[] share(PoolMembers members) {
            carryBefore(members.rank());
            PoolToShare pool = pools.get(members.rank() - 1);
            long[] fen = sharing.share(pool, members);
            frozen.add(new SettlementRepository.FrozenPool(pool, members.size(), members.totalWeight()));
            return fen;
        }

        /** What is frozen of which pool. */
        Map<Long, Long> shared() {
            Map<Long, Long> shared = new LinkedHashMap<>();
            frozen.stream()
                    .filter(each -> each.members() > 0)
                    .forEach(
                            each -> shared.put(each.pool().poolId(), each.pool().fen()));
            return shared;
        }

        Sharing.Outcome finish() {
            carryBefore(pools.size() + 1);
            return sharing.finish();
        }
    }

    Uni<UUID> prepare(SqlConnection connection, Actor by, String region, int month) {
        LocalDate today = clock.today();
        Instant now = clock.instant();
        String digits = region.substring(0, 2);
        UUID id = Ids.next();
        return frozenPools
                .lock(connection, digits)
                .chain(() -> floors.fund(
                        connection, digits, id.toString(), by.accountId().toString()))
                .chain(() -> runs.horizon(connection))
                .chain(horizon -> runs.poolsHoldingMoney(connection, digits, month, horizon, today)
                        .chain(pools -> offset(connection, id, digits, pools, by, now))
                        .chain(moved -> runs.poolsHoldingMoney(connection, digits, month, horizon, today))
                        .chain(pools -> share(connection, id, pools))
                        .chain(draft -> keep(connection, draft, region, month, horizon, by, now)));
    }

    /** What households were paid for sales that went back since then comes off what they are paid next. */
    private Uni<Void> offset(
            SqlConnection connection, UUID id, String digits, List<PoolToShare> pools, Actor by, Instant now) {
        return runs.recoverable(connection, digits).chain(owed -> {
            List<Posting.Line> lines = Offsets.lines(owed, pools);
            if (lines.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            Posting posting = Posting.of(
                    "OFFSET",
                    now,
                    BusinessClock.dayOf(now),
                    "offset:" + id,
                    by.accountId().toString(),
                    lines);
            return ledger.post(connection, posting).replaceWithVoid();
        });
    }

    private Uni<Draft> share(SqlConnection connection, UUID id, List<PoolToShare> pools) {
        Sharing sharing = new Sharing(id, config.chunkSize(), pool -> CreditRecord.poolSecret(secrets, id, pool), null);
        Draft draft = new Draft(id, pools, sharing);
        ShareWriter writer = shares.writer(connection, id);
        Map<LocalDate, List<PoolToShare>> byDay = new LinkedHashMap<>();
        pools.forEach(pool ->
                byDay.computeIfAbsent(pool.day(), day -> new ArrayList<>()).add(pool));
        return Multi.createFrom()
                .iterable(byDay.entrySet())
                .onItem()
                .transformToUniAndConcatenate(day -> shares.eachPoolOf(
                        connection, day.getValue(), day.getKey(), members -> share(writer, draft, members)))
                .onItem()
                .ignoreAsUni()
                .chain(writer::flush)
                .replaceWith(draft);
    }

    private static Uni<Void> share(ShareWriter writer, Draft draft, PoolMembers members) {
        Uni<long[]> shared = Uni.createFrom().item(() -> draft.share(members));
        // A pool may have a million members: their arithmetic does not belong on an event loop.
        return (members.size() < FEW ? shared : shared.runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                .chain(fen -> writer.add(members, fen));
    }

    private Uni<UUID> keep(
            SqlConnection connection, Draft draft, String region, int month, String horizon, Actor by, Instant now) {
        Sharing.Outcome outcome = draft.finish();
        if (outcome.totalFen() == 0) {
            throw SettlementProblems.nothingToSettle();
        }
        Run run = new Run(
                draft.id,
                0,
                region,
                "PREPARED",
                config.chunkSize(),
                outcome.inputDigest(),
                outcome.resultDigest(),
                by.personId());
        return runs.households(connection, draft.id)
                .chain(households ->
                        runs.open(connection, run, month, horizon, outcome.totalFen(), households, by, now))
                .chain(() -> runs.addPools(connection, draft.id, draft.frozen))
                .chain(() -> frozenPools.freeze(connection, draft.shared()))
                .chain(() -> runs.addChunks(connection, draft.id, outcome.chunks()))
                .replaceWith(draft.id);
    }
}
