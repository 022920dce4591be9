package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.catalogue.Places;
import org.bangxiao.catalogue.Stock;
import org.bangxiao.kernel.Problem;
import org.bangxiao.payment.PaymentRefunds;
import org.bangxiao.sale.RefundDraft;
import org.bangxiao.sale.Refunds;

/**
 * The one way money goes back to a buyer: the sales are taken back, what is owed to the payer is noted, the goods stand
 * on the shelf again where they can, all in the caller's transaction. The provider is asked once that is committed.
 */
@ApplicationScoped
class PayBack {
    /**
     * @param units     pieces that are taken back; 0 where part of the price goes back and the goods stay sold
     * @param amountFen what the buyer gets; what a coupon's source gave for it goes back to the source beside that
     */
    record Item(int lineNo, UUID listingId, UUID saleId, long units, long amountFen) {}

    static final String SOURCE = "retail";

    private final ClaimRepository repository;
    private final Refunds refunds;
    private final PaymentRefunds payments;
    private final PartFreight freight;
    private final PartSubsidy subsidies;
    private final Stock stock;
    private final Places places;
    private final VisitRepository visits;

    PayBack(
            ClaimRepository repository,
            Refunds refunds,
            PaymentRefunds payments,
            PartFreight freight,
            PartSubsidy subsidies,
            Stock stock,
            Places places,
            VisitRepository visits) {
        this.repository = repository;
        this.refunds = refunds;
        this.payments = payments;
        this.freight = freight;
        this.subsidies = subsidies;
        this.stock = stock;
        this.places = places;
        this.visits = visits;
    }

    /**
     * @param reference names the deed for ever
     * @param back      the freight that goes back, too
     * @param restock   whether the pieces come back on the shelf; they are written off where not
     */
    Uni<Void> pay(
            SqlConnection tx,
            UUID purchase,
            UUID part,
            String reference,
            List<Item> items,
            Optional<PartFreightRepository.Left> back,
            boolean restock,
            String actor) {
        long whole = items.stream()
                .mapToLong(Item::amountFen)
                .reduce(back.map(PartFreightRepository.Left::fen).orElse(0L), Math::addExact);
        SortedMap<UUID, Long> pieces = new TreeMap<>();
        items.stream()
                .filter(item -> restock && item.units() > 0)
                .forEach(item -> pieces.merge(item.listingId(), item.units(), Math::addExact));
        return subsidies
                .shared(tx, part, items, true)
                .chain(shared -> refunds.refund(tx, drafts(reference, shared), actor)
                        .chain(() -> subsidies.giveBack(tx, part, shared, reference, actor)))
                .chain(() -> back.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : freight.giveBack(tx, back.get(), reference, actor))
                .chain(() -> payments.owe(tx, purchase, reference, whole))
                .chain(() -> pieces.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : onTheShelf(tx, purchase, part, pieces, reference))
                .chain(() -> subsidies.couponBack(tx, purchase));
    }

    /** Places of a visit that was cancelled can be booked again; of one that took place nothing is left. */
    private Uni<Void> onTheShelf(
            SqlConnection tx, UUID purchase, UUID part, SortedMap<UUID, Long> pieces, String reference) {
        return visits.stateOf(tx, part)
                .chain(visit -> visit.isEmpty()
                        ? stock.restock(tx, pieces, reference)
                        : visit.get().equals("CANCELLED")
                                ? places.giveBack(tx, purchase, pieces.keySet())
                                : Uni.createFrom().voidItem());
    }

    /**
     * Pays back all that is left of an order and is not sent, its freight where nothing was. Nobody will send it any more,
     * and what its buyer asked for is done.
     *
     * @param by the account that has it done; empty for a buyer who has none
     */
    Uni<Void> payUnsent(SqlConnection tx, UUID part, String reference, Optional<UUID> by, Instant now) {
        return repository
                .part(tx, part)
                .map(found -> found.orElseThrow(Problem::notFound))
                .call(() -> repository.cancelUnsent(tx, part, by.orElse(null), now))
                .chain(order -> refunds.left(
                                tx,
                                order.lines().stream()
                                        .map(ClaimRepository.PartLine::saleId)
                                        .collect(Collectors.toSet()))
                        .map(left -> order.lines().stream()
                                .map(line -> item(line, line.paidLeft(left)))
                                .filter(item -> item.amountFen() > 0)
                                .toList())
                        .chain(items -> items.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : freightOf(tx, order)
                                        .chain(back -> pay(
                                                tx,
                                                order.purchaseId(),
                                                part,
                                                reference,
                                                items,
                                                back,
                                                true,
                                                by.map(UUID::toString).orElse("guest")))))
                .chain(() -> repository.openOf(tx, part))
                .chain(open -> open.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : repository
                                .move(
                                        tx,
                                        new ClaimRepository.Move(
                                                open.get().claim(),
                                                open.get().state(),
                                                Claim.State.WITHDRAWN,
                                                Claim.Side.CLOCK,
                                                null,
                                                "",
                                                null,
                                                now))
                                .replaceWithVoid());
    }

    /** Where a parcel went out, the carrier has earned it. */
    private Uni<Optional<PartFreightRepository.Left>> freightOf(SqlConnection tx, ClaimRepository.Part order) {
        return order.lines().stream().allMatch(line -> line.sent() == 0)
                ? freight.left(tx, order.id())
                : Uni.createFrom().item(Optional.empty());
    }

    private static Item item(ClaimRepository.PartLine line, Refunds.Left left) {
        long units = Math.min(left.units(), line.due());
        long fen = line.sent() == 0 ? left.fen() : Math.min(left.fen(), line.paidFor(units));
        return new Item(line.lineNo(), line.listingId(), line.saleId(), units, fen);
    }

    /** After the commit. */
    Uni<Void> send(String reference) {
        return payments.send(reference);
    }

    static List<RefundDraft> drafts(String reference, List<PartSubsidy.Shared> items) {
        return items.stream().map(item -> item.draft(reference)).toList();
    }
}
