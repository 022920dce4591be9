package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.ledger.Posting;
import org.bangxiao.platform.BusinessClock;

/**
 * Floors that a sale's money could not bear (ARCHITECTURE, decision 1): they stand in the supplier's debt account, are paid
 * out of what the supplier earns later, the oldest month first, and only then belong to households. Nothing is minted: each fen
 * of a floor that is funded leaves the supplier's account. What is owed for sales that nobody has confirmed waits.
 */
@ApplicationScoped
public class FloorFunding {
    /**
     * A floor that waits.
     *
     * @param fen what is owed for confirmed sales
     */
    record Waiting(UUID organisationId, UUID agreementId, int month, long fen) {
        AccountKey unfunded() {
            return PoolKey.unfunded(agreementId, month);
        }

        PoolKey pool() {
            return new PoolKey(agreementId, month, PoolKey.Leg.FLOOR, PoolKey.Basis.CONFIRMED);
        }

        AccountKey supplier() {
            return new AccountKey(AccountKind.SUPPLIER, organisationId.toString());
        }

        AccountKey debt() {
            return new AccountKey(AccountKind.SUPPLIER_DEBT, organisationId.toString());
        }
    }

    private final RefundRepository repository;
    private final Pools pools;
    private final Ledger ledger;
    private final BusinessClock clock;

    FloorFunding(RefundRepository repository, Pools pools, Ledger ledger, BusinessClock clock) {
        this.repository = repository;
        this.pools = pools;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Funds what the province's suppliers can pay of the floors they owe, as one transaction; answers how many fen.
     *
     * @param key   names the deed for ever
     * @param actor who settles: an account id
     */
    public Uni<Long> fund(SqlConnection tx, String provinceDigits, String key, String actor) {
        return repository.waitingFloors(tx, provinceDigits).chain(waiting -> {
            if (waiting.isEmpty()) {
                return Uni.createFrom().item(0L);
            }
            Set<AccountKey> bearers = new LinkedHashSet<>();
            waiting.forEach(each -> {
                bearers.add(each.supplier());
                bearers.add(each.unfunded());
            });
            return ledger.held(tx, bearers)
                    .map(held -> payable(waiting, new HashMap<>(held)))
                    .chain(payable -> post(tx, payable, key, actor));
        });
    }

    /**
     * Takes the funding of floors back as far as refunds need what they owed: the supplier gets the money again, the pool
     * gives it, and what the pool has passed on already stands as recoverable against the link's next money. What waits for
     * sales that nobody has confirmed makes up for nothing: it is theirs, and nothing of it was ever funded.
     *
     * @param owed by how much each of these floors shrinks
     * @param free what is left of the accounts of pools; lessened by what is taken here
     */
    Uni<Void> unfund(
            SqlConnection tx,
            Map<RefundableSale, Long> owed,
            Map<PoolKey, RefundLegs.Pool> open,
            Map<AccountKey, Long> ids,
            Map<AccountKey, Long> free,
            String key,
            String actor) {
        Map<RefundableSale, Long> confirmed = new LinkedHashMap<>(owed);
        confirmed.keySet().removeIf(RefundableSale::withdrawn);
        if (confirmed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return repository
                .unconfirmedFloors(tx, confirmed.keySet())
                .map(unconfirmed -> unfunding(confirmed, unconfirmed, open, ids, free))
                .chain(lines -> lines.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : ledger.post(tx, posting("UNFUND", "unfund:" + key, actor, lines))
                                .replaceWithVoid());
    }

    private static List<Posting.Line> unfunding(
            Map<RefundableSale, Long> owed,
            Map<AccountKey, Long> unconfirmed,
            Map<PoolKey, RefundLegs.Pool> open,
            Map<AccountKey, Long> ids,
            Map<AccountKey, Long> free) {
        List<Posting.Line> lines = new ArrayList<>();
        Map<AccountKey, Long> waiting = new HashMap<>();
        owed.forEach((sale, fen) -> {
            AccountKey unfunded = PoolKey.unfunded(sale.agreementId(), sale.month());
            long still = waiting.computeIfAbsent(
                    unfunded,
                    account -> Math.max(
                            0,
                            Math.subtractExact(free.getOrDefault(account, 0L), unconfirmed.getOrDefault(account, 0L))));
            long funded = Math.max(0, fen - still);
            waiting.put(unfunded, Math.max(0, still - fen));
            if (funded > 0) {
                RefundLegs.Pool pool = Objects.requireNonNull(open.get(sale.pool(PoolKey.Leg.FLOOR)));
                AccountKey account = sale.pool(PoolKey.Leg.FLOOR).account();
                long fromPool = Math.min(funded, free.getOrDefault(account, 0L));
                free.merge(account, -fromPool, Math::addExact);
                free.merge(unfunded, funded, Math::addExact);
                lines.add(new Posting.Line(pool.accountId(), pool.id(), -fromPool));
                lines.add(new Posting.Line(
                        id(ids, RefundLegs.owedByPool(sale.linkId(), PoolKey.Leg.FLOOR)),
                        pool.id(),
                        fromPool - funded));
                lines.add(Posting.Line.of(id(ids, RefundLegs.supplier(sale)), funded));
                lines.add(Posting.Line.of(id(ids, RefundLegs.debt(sale)), -funded));
                lines.add(Posting.Line.of(id(ids, unfunded), funded));
            }
        });
        return lines;
    }

    private static List<Waiting> payable(List<Waiting> waiting, Map<AccountKey, Long> held) {
        List<Waiting> payable = new ArrayList<>();
        for (Waiting each : waiting) {
            long has = held.getOrDefault(each.supplier(), 0L);
            long fen = Math.min(Math.min(each.fen(), held.getOrDefault(each.unfunded(), 0L)), has);
            if (fen > 0) {
                held.put(each.supplier(), has - fen);
                payable.add(new Waiting(each.organisationId(), each.agreementId(), each.month(), fen));
            }
        }
        return payable;
    }

    private Uni<Long> post(SqlConnection tx, List<Waiting> payable, String key, String actor) {
        if (payable.isEmpty()) {
            return Uni.createFrom().item(0L);
        }
        Set<AccountKey> keys = new LinkedHashSet<>();
        payable.forEach(each -> keys.addAll(List.of(each.supplier(), each.debt(), each.unfunded())));
        return pools.open(tx, payable.stream().map(Waiting::pool).collect(Collectors.toSet()))
                .chain(opened -> ledger.accounts(tx, keys).map(ids -> lines(payable, opened, ids)))
                .chain(lines -> ledger.post(tx, posting("FUND", "fund:" + key, actor, lines)))
                .map(txId -> payable.stream().mapToLong(Waiting::fen).sum());
    }

    private static List<Posting.Line> lines(
            List<Waiting> payable, Map<PoolKey, PoolKey.Pool> opened, Map<AccountKey, Long> ids) {
        Map<AccountKey, Long> sums = new LinkedHashMap<>();
        List<Posting.Line> lines = new ArrayList<>();
        for (Waiting each : payable) {
            sums.merge(each.supplier(), -each.fen(), Math::addExact);
            sums.merge(each.debt(), each.fen(), Math::addExact);
            sums.merge(each.unfunded(), -each.fen(), Math::addExact);
            PoolKey.Pool pool = Objects.requireNonNull(opened.get(each.pool()));
            lines.add(new Posting.Line(pool.accountId(), pool.id(), each.fen()));
        }
        sums.forEach((account, fen) -> lines.add(Posting.Line.of(id(ids, account), fen)));
        return lines;
    }

    private Posting posting(String kind, String key, String actor, List<Posting.Line> lines) {
        Instant now = clock.instant();
        List<Posting.Line> telling =
                lines.stream().filter(line -> line.fen() != 0).toList();
        return Posting.of(kind, now, BusinessClock.dayOf(now), key, actor, telling);
    }

    private static long id(Map<AccountKey, Long> ids, AccountKey key) {
        return Objects.requireNonNull(ids.get(key), key::toString);
    }
}
