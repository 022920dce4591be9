package org.bangxiao.sale;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.household.Split;
import org.bangxiao.kernel.Problem;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.ledger.Posting;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.SqlState;

/**
 * Takes recorded sales back, in part or in full: fee, floor, dividend and supplier together, to the fen. A pool that is
 * still open shrinks; after a settlement the rest is offset against the next money of the same benefit link and leg, so
 * that no household's credit is ever taken away. Everything happens in the caller's transaction.
 */
@ApplicationScoped
public class Refunds {
    private final RefundRepository repository;
    private final FloorFunding funding;
    private final Ledger ledger;
    private final BusinessClock clock;

    Refunds(RefundRepository repository, FloorFunding funding, Ledger ledger, BusinessClock clock) {
        this.repository = repository;
        this.funding = funding;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The drafts with the sales they are of, and what each takes from their legs. */
    private record Plan(
            List<RefundDraft> drafts,
            Map<UUID, RefundableSale> sales,
            List<Split> splits,
            Map<PoolKey, RefundLegs.Pool> pools) {
        RefundableSale sale(RefundDraft draft) {
            return Objects.requireNonNull(sales.get(draft.saleId()));
        }
    }

    /**
     * Books all or none, each as one ledger transaction that names the sale's; gives certified capacity of the sale's year
     * back. A refund that is in the books already is answered as it stands. Fails with {@code not-found} (no such sale),
     * {@code sale-not-counted} (nobody was paid from it yet), {@code sale-refund-too-much} (what is left in yuan and units)
     * or {@code sale-refund-contradicts} (the same name for another refund).
     *
     * @param actor who refunds: an account id or {@code system}
     */
    public Uni<List<RecordedRefund>> refund(SqlConnection tx, List<RefundDraft> drafts, String actor) {
        if (drafts.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return repository
                .lockSales(tx, saleIds(drafts))
                .chain(sales -> repository.recorded(tx, drafts).chain(known -> {
                    requireSame(drafts, known);
                    List<RefundDraft> missing = drafts.stream()
                            .filter(draft -> !known.containsKey(name(draft)))
                            .toList();
                    Uni<List<RecordedRefund>> booked =
                            missing.isEmpty() ? Uni.createFrom().item(List.of()) : book(tx, missing, sales, actor);
                    return booked.map(fresh -> inOrder(drafts, known, fresh));
                }))
                .onFailure(failure -> SqlState.violates(failure, "sale_refunded_once"))
                .transform(twice -> SaleProblems.refundContradicts());
    }

    /**
     * What is left of a sale.
     *
     * @param units that no refund has taken back
     * @param fen   that no refund has given back
     */
    public record Left(long units, long fen) {}

    /** What is left of each of these sales; those that do not exist are left out. */
    public Uni<Map<UUID, Left>> left(SqlConnection connection, Set<UUID> saleIds) {
        return repository.sales(connection, saleIds).map(sales -> {
            Map<UUID, Left> left = new HashMap<>();
            sales.forEach((id, sale) ->
                    left.put(id, new Left(sale.unitsLeft(), sale.left().grossFen())));
            return left;
        });
    }

    /** What these refunds would take, by leg and from how many households; nothing is written. Fails as they would. */
    public Uni<RefundEffect> preview(SqlConnection connection, List<RefundDraft> drafts) {
        return repository
                .sales(connection, saleIds(drafts))
                .map(sales -> share(drafts, sales))
                .chain(plan -> repository
                        .pools(connection, plan.sales().values(), false)
                        .chain(pools -> ledger.balances(
                                        connection,
                                        RefundLegs.bearers(plan.sales().values(), pools))
                                .chain(held -> repository
                                        .households(connection, links(plan))
                                        .map(households -> effect(plan, pools, held, households)))));
    }

    private static RefundEffect effect(
            Plan plan, Map<PoolKey, RefundLegs.Pool> pools, Map<AccountKey, Long> held, int households) {
        RefundLegs legs = new RefundLegs(pools, RefundLegs.free(pools, held));
        Split sum = new Split(0, 0, 0, 0, 0);
        // Where the accounts' ids do not matter, any will do.
        Map<AccountKey, Long> ids = new HashMap<>();
        RefundLegs.accounts(plan.sales().values()).forEach(key -> ids.put(key, 0L));
        for (int i = 0; i < plan.drafts().size(); i++) {
            Split split = plan.splits().get(i);
            legs.take(plan.sale(plan.drafts().get(i)), split, ids);
            sum = new Split(
                    Math.addExact(sum.feeFen(), split.feeFen()),
                    Math.addExact(sum.floorFen(), split.floorFen()),
                    Math.addExact(sum.dividendFen(), split.dividendFen()),
                    Math.addExact(sum.supplierFen(), split.supplierFen()),
                    Math.addExact(sum.shortfallFen(), split.shortfallFen()));
        }
        return new RefundEffect(sum, households, legs.carriedFen());
    }

    private Uni<List<RecordedRefund>> book(
            SqlConnection tx, List<RefundDraft> drafts, Map<UUID, RefundableSale> sales, String actor) {
        Plan shared = share(drafts, sales);
        return repository
                .giveCapacityBack(tx, drafts, shared.sales())
                .chain(() -> repository.pools(tx, shared.sales().values(), true))
                .map(pools -> new Plan(drafts, shared.sales(), shared.splits(), pools))
                .chain(plan -> ledger.accounts(
                                tx, RefundLegs.accounts(plan.sales().values()))
                        .chain(ids -> ledger.held(
                                        tx, RefundLegs.bearers(plan.sales().values(), plan.pools()))
                                .chain(held -> unfund(tx, plan, ids, held, actor))
                                .chain(free -> post(tx, plan, ids, new RefundLegs(plan.pools(), free), actor))));
    }

    /** Floors that were funded meanwhile are owed again before refunds take what is owed; answers what is left of accounts. */
    private Uni<Map<AccountKey, Long>> unfund(
            SqlConnection tx, Plan plan, Map<AccountKey, Long> ids, Map<AccountKey, Long> held, String actor) {
        Map<AccountKey, Long> free = RefundLegs.free(plan.pools(), held);
        Map<RefundableSale, Long> owed = new LinkedHashMap<>();
        for (int i = 0; i < plan.drafts().size(); i++) {
            long shortfall = plan.splits().get(i).shortfallFen();
            if (shortfall > 0) {
                owed.merge(plan.sale(plan.drafts().get(i)), shortfall, Math::addExact);
            }
        }
        return funding.unfund(
                        tx, owed, plan.pools(), ids, free, name(plan.drafts().get(0)), actor)
                .replaceWith(free);
    }

    private Uni<List<RecordedRefund>> post(
            SqlConnection tx, Plan plan, Map<AccountKey, Long> ids, RefundLegs legs, String actor) {
        Instant now = clock.instant();
        List<RecordedRefund> recorded = new ArrayList<>();
        Uni<Void> posted = Uni.createFrom().voidItem();
        for (int i = 0; i < plan.drafts().size(); i++) {
            RefundDraft draft = plan.drafts().get(i);
            Split split = plan.splits().get(i);
            RefundableSale sale = plan.sale(draft);
            Posting posting = Posting.of(
                            "REFUND",
                            now,
                            BusinessClock.dayOf(now),
                            "refund:" + name(draft),
                            actor,
                            legs.take(sale, split, ids))
                    .reversing(sale.txId());
            posted = posted.chain(() -> ledger.post(tx, posting))
                    .invoke(txId -> recorded.add(new RecordedRefund(Ids.next(), draft, split, txId)))
                    .replaceWithVoid();
        }
        return posted.chain(() -> repository.insert(tx, recorded, now)).replaceWith(recorded);
    }

    private static Plan share(List<RefundDraft> drafts, Map<UUID, RefundableSale> sales) {
        Map<UUID, RefundableSale> left = new HashMap<>(sales);
        List<Split> splits = new ArrayList<>();
        for (RefundDraft draft : drafts) {
            RefundableSale sale = left.get(draft.saleId());
            if (sale == null) {
                throw Problem.notFound();
            }
            if (!sale.refundable()) {
                throw SaleProblems.notCounted();
            }
            Split split = sale.share(draft, name(draft));
            splits.add(split);
            left.put(sale.id(), sale.less(draft, split));
        }
        return new Plan(drafts, sales, splits, Map.of());
    }

    private static void requireSame(List<RefundDraft> drafts, Map<String, RecordedRefund> known) {
        for (RefundDraft draft : drafts) {
            RecordedRefund before = known.get(name(draft));
            if (before != null && !before.draft().equals(draft)) {
                throw SaleProblems.refundContradicts();
            }
        }
    }

    private static List<RecordedRefund> inOrder(
            List<RefundDraft> drafts, Map<String, RecordedRefund> known, List<RecordedRefund> fresh) {
        Map<String, RecordedRefund> all = new HashMap<>(known);
        fresh.forEach(refund -> all.put(name(refund.draft()), refund));
        return drafts.stream()
                .map(draft -> Objects.requireNonNull(all.get(name(draft))))
                .toList();
    }

    private static Set<UUID> links(Plan plan) {
        return plan.sales().values().stream().map(RefundableSale::linkId).collect(Collectors.toSet());
    }

    private static Set<UUID> saleIds(List<RefundDraft> drafts) {
        return drafts.stream().map(RefundDraft::saleId).collect(Collectors.toSet());
    }

    static String name(RefundDraft draft) {
        return draft.source() + ":" + draft.externalId();
    }
}
