package org.bangxiao.sale;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.bangxiao.household.Split;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.ledger.Posting;

/** The sums of many sales by account: one journal line for each account, whatever the number of sales. */
final class SaleLegs {
    static final AccountKey FEE = new AccountKey(AccountKind.FEE, "platform");

    private final Map<AccountKey, Long> accounts = new HashMap<>();
    private final Map<PoolKey, Long> pools = new HashMap<>();

    static SaleLegs of(List<Candidate> sales) {
        SaleLegs legs = new SaleLegs();
        sales.forEach(legs::add);
        return legs;
    }

    private void add(Candidate sale) {
        SaleDraft draft = sale.draft();
        Split split = sale.split();
        UUID agreement = sale.agreement().id();
        PoolKey.Basis basis = draft.reported() ? PoolKey.Basis.REPORTED : PoolKey.Basis.CONFIRMED;
        String supplier = draft.organisationId().toString();
        add(accounts, new AccountKey(AccountKind.CLEARING, draft.source()), -draft.grossFen());
        add(accounts, FEE, split.feeFen());
        add(accounts, new AccountKey(AccountKind.SUPPLIER, supplier), split.supplierFen());
        add(pools, new PoolKey(agreement, sale.month(), PoolKey.Leg.FLOOR, basis), split.floorFen());
        add(pools, new PoolKey(agreement, sale.month(), PoolKey.Leg.DIVIDEND, basis), split.dividendFen());
        add(accounts, new AccountKey(AccountKind.SUPPLIER_DEBT, supplier), -split.shortfallFen());
        add(accounts, PoolKey.unfunded(agreement, sale.month()), split.shortfallFen());
    }

    /** The accounts that move, pools apart. */
    Collection<AccountKey> accounts() {
        return accounts.keySet();
    }

    Set<PoolKey> pools() {
        return pools.keySet();
    }

    List<Posting.Line> lines(Map<AccountKey, Long> accountIds, Map<PoolKey, PoolKey.Pool> opened) {
        List<Posting.Line> lines = new ArrayList<>();
        accounts.forEach((key, fen) -> lines.add(Posting.Line.of(Objects.requireNonNull(accountIds.get(key)), fen)));
        pools.forEach((key, fen) -> {
            PoolKey.Pool pool = Objects.requireNonNull(opened.get(key));
            lines.add(new Posting.Line(pool.accountId(), pool.id(), fen));
        });
        return lines;
    }

    private static <K> void add(Map<K, Long> sums, K key, long fen) {
        if (fen != 0) {
            sums.merge(key, fen, Math::addExact);
        }
    }
}
