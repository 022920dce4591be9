package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.kernel.Money;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.sale.Refunds;
import org.jspecify.annotations.Nullable;

/**
 * Goods that are paid for by weight and packed by the scales. What a parcel weighs less than was ordered is paid back with
 * it, rounded in the buyer's favour; what it weighs more is the supplier's gift. It is a refund like any other that leaves
 * the goods sold: fee, households and supplier each give their part.
 */
@ApplicationScoped
class PartWeight {
    /** What weighs less than so much of what was ordered does not go out: the buyer is asked first. */
    static final int LEAST_PERCENT = 80;

    /** More than so much of what was ordered is a slip of the finger. */
    static final int MOST_PERCENT = 300;

    private static final int WHOLE = 100;

    private final PartWeightRepository repository;
    private final PayBack payBack;
    private final Refunds refunds;
    private final BusinessClock clock;

    PartWeight(PartWeightRepository repository, PayBack payBack, Refunds refunds, BusinessClock clock) {
        this.repository = repository;
        this.payBack = payBack;
        this.refunds = refunds;
        this.clock = clock;
    }

    /**
     * What a parcel lacked.
     *
     * @param grams in all
     * @param fen   what goes back for it
     */
    record Missing(long grams, long fen) {}

    /** @param unitGrams by line number what one weighs of those that are sold by weight */
    static void check(List<Shipment.Piece> pieces, Map<Integer, Long> unitGrams) {
        for (Shipment.Piece piece : pieces) {
            check(piece, unitGrams.get(piece.lineNo()));
        }
    }

    private static void check(Shipment.Piece piece, @Nullable Long unitGrams) {
        Long grams = piece.grams();
        if (unitGrams == null && grams != null) {
            throw OrderProblems.notWeighed(piece.lineNo());
        }
        if (unitGrams == null) {
            return;
        }
        if (grams == null) {
            throw OrderProblems.weightMissing(piece.lineNo());
        }
        long ordered = Math.multiplyExact(unitGrams, piece.quantity());
        long least = -Math.floorDiv(-Math.multiplyExact(ordered, LEAST_PERCENT), WHOLE);
        if (grams < least) {
            throw OrderProblems.weightShort(piece.lineNo(), least);
        }
        long most = Math.multiplyExact(ordered, MOST_PERCENT) / WHOLE;
        if (grams > most) {
            throw OrderProblems.weightUnlikely(piece.lineNo(), most);
        }
    }

    /**
     * What goes out again stands for what the buyer has paid for, and no money moves with it.
     *
     * @param least by line number what it has to weigh of those that are sold by weight
     */
    static void checkAgain(Map<Integer, Long> grams, Map<Integer, Long> least) {
        grams.keySet().stream()
                .filter(line -> !least.containsKey(line))
                .findFirst()
                .ifPresent(line -> {
                    throw OrderProblems.notWeighed(line);
                });
        least.forEach((line, atLeast) -> {
            Long weighs = grams.get(line);
            if (weighs == null) {
                throw OrderProblems.weightMissing(line);
            }
            if (weighs < atLeast) {
                throw OrderProblems.exchangeShort(line, atLeast);
            }
            long most = Math.multiplyExact(atLeast, MOST_PERCENT) / WHOLE;
            if (weighs > most) {
                throw OrderProblems.weightUnlikely(line, most);
            }
        });
    }

    /**
     * Pays back what a parcel lacks that was just written, with the order locked; nothing where it lacks nothing. Send it
     * by its {@link #reference} once that is committed.
     */
    Uni<Optional<Missing>> payBack(
            SqlConnection tx,
            UUID purchase,
            UUID part,
            UUID parcel,
            List<Shipment.Piece> pieces,
            Map<Integer, Long> unitGrams,
            UUID actor) {
        long grams = pieces.stream()
                .mapToLong(piece -> lacks(piece, unitGrams.get(piece.lineNo())))
                .reduce(0, Math::addExact);
        return grams == 0
                ? Uni.createFrom().item(Optional.empty())
                : repository
                        .lines(tx, part)
                        .chain(lines -> refunds.left(
                                        tx,
                                        lines.stream()
                                                .map(PartWeightRepository.Line::saleId)
                                                .collect(Collectors.toSet()))
                                .map(left -> items(lines, left)))
                        .chain(items -> items.isEmpty()
                                ? Uni.createFrom().item(Optional.<Missing>empty())
                                : repository
                                        .paidBack(tx, parcel, part, items, clock.instant())
                                        .chain(() -> payBack.pay(
                                                tx,
                                                purchase,
                                                part,
                                                reference(parcel),
                                                items,
                                                Optional.empty(),
                                                false,
                                                actor.toString()))
                                        .replaceWith(Optional.of(new Missing(
                                                grams,
                                                items.stream()
                                                        .mapToLong(PayBack.Item::amountFen)
                                                        .sum()))));
    }

    private static long lacks(Shipment.Piece piece, @Nullable Long unitGrams) {
        Long grams = piece.grams();
        return unitGrams == null || grams == null
                ? 0
                : Math.max(0, Math.multiplyExact(unitGrams, piece.quantity()) - grams);
    }

    /** Reckoned over all parcels of a line, so that many of them are not rounded more often than one. */
    private static List<PayBack.Item> items(List<PartWeightRepository.Line> lines, Map<UUID, Refunds.Left> left) {
        return lines.stream()
                .map(line -> new PayBack.Item(
                        line.lineNo(), line.listingId(), line.saleId(), 0, Math.min(owed(line), paidLeft(line, left))))
                .filter(item -> item.amountFen() > 0)
                .toList();
    }

    private static long owed(PartWeightRepository.Line line) {
        LineWeight weight = line.weight();
        long kept = Money.mulDiv(line.paidFen(), weight.orderedGrams() - weight.missingGrams(), weight.orderedGrams());
        return line.paidFen() - kept - weight.backFen();
    }

    private static long paidLeft(PartWeightRepository.Line line, Map<UUID, Refunds.Left> left) {
        Refunds.Left sale = left.get(line.saleId());
        return sale == null ? 0 : sale.fen() - line.subsidyLeft();
    }

    /** Names the money that goes back for a parcel, for the books and for the provider. */
    static String reference(UUID parcel) {
        return "weight:" + parcel;
    }
}
