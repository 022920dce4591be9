package org.bangxiao.sale;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.household.Split;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.ledger.Posting;

/**
 * The journal lines of refunds. A pool and a supplier give what they hold; what they can't bear any more stands as
 * recoverable against their next money, so that no refund waits for a settlement or a payout.
 */
final class RefundLegs {
    /** A pool as a refund finds it. */
    record Pool(long id, long accountId, long frozenFen) {}

    private final Map<PoolKey, Pool> pools;
    private final Map<AccountKey, Long> free;
    private long carried;

    /** @param free what refunds may take from the accounts of pools and suppliers */
    RefundLegs(Map<PoolKey, Pool> pools, Map<AccountKey, Long> free) {
        this.pools = pools;
        this.free = new HashMap<>(free);
    }

    /** What an open run has frozen is spoken for, also while the run is posting it. */
    static Map<AccountKey, Long> free(Map<PoolKey, Pool> pools, Map<AccountKey, Long> held) {
        Map<AccountKey, Long> free = new HashMap<>(held);
        pools.forEach((key, pool) -> free.computeIfPresent(
                key.account(), (account, fen) -> Math.max(0, Math.subtractExact(fen, pool.frozenFen()))));
        return free;
    }

    /** The accounts whose balances decide who bears a refund. */
    static Set<AccountKey> bearers(Iterable<RefundableSale> sales, Map<PoolKey, Pool> pools) {
        Set<AccountKey> keys = new HashSet<>();
        pools.keySet().forEach(key -> keys.add(key.account()));
        sales.forEach(sale -> {
            keys.add(supplier(sale));
            if (sale.left().shortfallFen() > 0) {
                keys.add(PoolKey.unfunded(sale.agreementId(), sale.month()));
            }
        });
        return keys;
    }

    /** Every account that a refund of this sale may move, pools apart. */
    static Set<AccountKey> accounts(Iterable<RefundableSale> sales) {
        Set<AccountKey> keys = new HashSet<>();
        keys.add(SaleLegs.FEE);
        for (RefundableSale sale : sales) {
            keys.add(new AccountKey(AccountKind.CLEARING, sale.source()));
            keys.add(supplier(sale));
            keys.add(owedBySupplier(sale));
            for (PoolKey.Leg leg : PoolKey.Leg.values()) {
                keys.add(owedByPool(sale.linkId(), leg));
            }
            if (sale.left().shortfallFen() > 0) {
                keys.add(debt(sale));
                keys.add(PoolKey.unfunded(sale.agreementId(), sale.month()));
            }
        }
        return keys;
    }

    /** Takes one refund from those who bear it. */
    List<Posting.Line> take(RefundableSale sale, Split split, Map<AccountKey, Long> ids) {
        List<Posting.Line> lines = new ArrayList<>();
        lines.add(line(ids, new AccountKey(AccountKind.CLEARING, sale.source()), null, split.grossFen()));
        lines.add(line(ids, SaleLegs.FEE, null, -split.feeFen()));
        long fromSupplier = bearable(supplier(sale), split.supplierFen());
        lines.add(line(ids, supplier(sale), null, -fromSupplier));
        lines.add(line(ids, owedBySupplier(sale), null, fromSupplier - split.supplierFen()));
        takeFromPool(lines, sale, PoolKey.Leg.FLOOR, split.floorFen(), ids);
        takeFromPool(lines, sale, PoolKey.Leg.DIVIDEND, split.dividendFen(), ids);
        if (split.shortfallFen() > 0) {
            lines.add(line(ids, debt(sale), null, split.shortfallFen()));
            lines.add(line(ids, PoolKey.unfunded(sale.agreementId(), sale.month()), null, -split.shortfallFen()));
        }
        lines.removeIf(line -> line.fen() == 0);
        return lines;
    }

    /** What pools could not bear so far. */
    long carriedFen() {
        return carried;
    }

    private void takeFromPool(
            List<Posting.Line> lines, RefundableSale sale, PoolKey.Leg leg, long fen, Map<AccountKey, Long> ids) {
        if (fen == 0) {
            return;
        }
        PoolKey key = sale.pool(leg);
        Pool pool = Objects.requireNonNull(pools.get(key));
        long fromPool = bearable(key.account(), fen);
        carried += fen - fromPool;
        lines.add(new Posting.Line(pool.accountId(), pool.id(), -fromPool));
        lines.add(line(ids, owedByPool(sale.linkId(), leg), pool.id(), fromPool - fen));
    }

    private long bearable(AccountKey key, long fen) {
        long held = free.getOrDefault(key, 0L);
        long taken = Math.min(held, fen);
        free.put(key, held - taken);
        return taken;
    }

    private static Posting.Line line(
            Map<AccountKey, Long> ids, AccountKey key, @org.jspecify.annotations.Nullable Long poolId, long fen) {
        return new Posting.Line(fen == 0 ? 0 : Objects.requireNonNull(ids.get(key)), poolId, fen);
    }

    static AccountKey debt(RefundableSale sale) {
        return new AccountKey(AccountKind.SUPPLIER_DEBT, sale.organisationId().toString());
    }

    static AccountKey supplier(RefundableSale sale) {
        return new AccountKey(AccountKind.SUPPLIER, sale.organisationId().toString());
    }

    private static AccountKey owedBySupplier(RefundableSale sale) {
        return new AccountKey(AccountKind.RECOVERABLE, sale.organisationId().toString());
    }

    static AccountKey owedByPool(UUID link, PoolKey.Leg leg) {
        return new AccountKey(AccountKind.RECOVERABLE, link + ":" + leg);
    }
}
