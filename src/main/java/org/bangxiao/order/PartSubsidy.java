package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.kernel.Money;
import org.bangxiao.ledger.AccountKey;
import org.bangxiao.ledger.AccountKind;
import org.bangxiao.ledger.Ledger;
import org.bangxiao.ledger.Posting;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.promotion.Coupons;
import org.bangxiao.sale.RefundDraft;
import org.bangxiao.sale.Refunds;
import org.jspecify.annotations.Nullable;

/**
 * The money of coupons that the platform or a fund pays for. Sales are recorded at the full price, so that suppliers and
 * households get what they get of any sale; what the buyer did not pay comes from the source. A refund gives the buyer the
 * buyer's part and the source its own, in proportion; the last refund gives back all of both.
 */
@ApplicationScoped
class PartSubsidy {
    private final PartSubsidyRepository repository;
    private final Refunds refunds;
    private final Coupons coupons;
    private final Ledger ledger;
    private final BusinessClock clock;

    PartSubsidy(
            PartSubsidyRepository repository, Refunds refunds, Coupons coupons, Ledger ledger, BusinessClock clock) {
        this.repository = repository;
        this.refunds = refunds;
        this.coupons = coupons;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** An item with what of its line's subsidy goes back with it; the sale shrinks by both. */
    record Shared(PayBack.Item item, long subsidyFen) {
        RefundDraft draft(String reference) {
            return new RefundDraft(
                    PayBack.SOURCE,
                    reference + "/" + item.lineNo(),
                    item.saleId(),
                    item.units(),
                    Math.addExact(item.amountFen(), subsidyFen));
        }
    }

    /** Books what the source gives to a purchase that was paid; answers the posting's id, null where no source pays. */
    Uni<@Nullable Long> book(SqlConnection tx, PurchaseRepository.Head purchase) {
        String payer = purchase.subsidyPayer();
        if (payer == null) {
            return Uni.createFrom().nullItem();
        }
        Instant now = clock.instant();
        return between(tx, payer, purchase.discountFen())
                .chain(lines -> ledger.post(
                        tx,
                        Posting.of(
                                "SUBSIDY",
                                now,
                                BusinessClock.dayOf(now),
                                "subsidy:" + purchase.id(),
                                "system",
                                lines)));
    }

    /** How these items of one order share between buyer and source; with the order locked where it is to be booked. */
    Uni<List<Shared>> shared(SqlConnection connection, UUID part, List<PayBack.Item> items, boolean locked) {
        return (locked ? repository.lock(connection, part) : Uni.createFrom().voidItem())
                .chain(() -> repository.left(connection, part))
                .chain(left -> left.isEmpty()
                        ? Uni.createFrom()
                                .item(items.stream()
                                        .map(item -> new Shared(item, 0))
                                        .toList())
                        : refunds.left(
                                        connection,
                                        items.stream().map(PayBack.Item::saleId).collect(Collectors.toSet()))
                                .map(sales -> items.stream()
                                        .map(item -> shared(
                                                item,
                                                left.getOrDefault(item.lineNo(), 0L),
                                                sales.getOrDefault(item.saleId(), new Refunds.Left(0, 0))))
                                        .toList()));
    }

    private static Shared shared(PayBack.Item item, long subsidyLeft, Refunds.Left sale) {
        long paidLeft = sale.fen() - subsidyLeft;
        return new Shared(
                item,
                item.amountFen() >= paidLeft ? subsidyLeft : Money.mulDiv(item.amountFen(), subsidyLeft, paidLeft));
    }

    /** Gives back to the source what goes back with these items. */
    Uni<Void> giveBack(SqlConnection tx, UUID part, List<Shared> items, String reference, String actor) {
        long whole = items.stream().mapToLong(Shared::subsidyFen).reduce(0, Math::addExact);
        if (whole == 0) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        return repository
                .given(tx, part)
                .chain(given -> between(tx, given.payer(), -whole)
                        .chain(lines -> ledger.post(
                                tx,
                                Posting.of(
                                                "SUBSIDY_BACK",
                                                now,
                                                BusinessClock.dayOf(now),
                                                "subsidy-back:" + reference,
                                                actor,
                                                lines)
                                        .reversing(given.txId()))))
                .chain(txId -> repository.gaveBack(tx, part, items, reference, txId, now));
    }

    /** A coupon is the buyer's again once the whole purchase came to nothing and nothing of it was sent. */
    Uni<Void> couponBack(SqlConnection tx, UUID purchase) {
        return repository
                .cameToNothing(tx, purchase)
                .chain(nothing -> nothing
                        ? coupons.giveBack(tx, List.of(purchase))
                        : Uni.createFrom().voidItem());
    }

    /** From the source to those who owe for sales; the other way round where it is below nil. */
    private Uni<List<Posting.Line>> between(SqlConnection tx, String payer, long fen) {
        AccountKey source = new AccountKey(AccountKind.SUBSIDY, payer);
        return ledger.accounts(tx, Set.of(PartFreight.BUYERS, source))
                .map(ids -> List.of(
                        Posting.Line.of(Objects.requireNonNull(ids.get(source)), -fen),
                        Posting.Line.of(Objects.requireNonNull(ids.get(PartFreight.BUYERS)), fen)));
    }
}
