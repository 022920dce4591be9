package org.bangxiao.order;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.bangxiao.catalogue.Stock;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.order.Claim.Side;
import org.bangxiao.order.Claim.State;
import org.bangxiao.order.ClaimRepository.Move;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;

/**
 * The same goods again in place of money. No money moves and the record of the sale stays as it is: the buyer paid once,
 * for the same goods of the same households, who get what they get of any sale. From the moment the supplier agrees the
 * goods are kept for the claim; where they are not sent in time the money goes back by itself.
 */
@ApplicationScoped
class Exchanges {
    private static final int A_SWEEP = 200;
    private static final int NUMBER_MAX = 40;

    /** Longer than the clock needs to see that a term is over. */
    private static final Duration KEPT_BEYOND = Duration.ofDays(1);

    private final ClaimRepository repository;
    private final ExchangeRepository parcels;
    private final ClaimReadRepository reads;
    private final ClaimSight sight;
    private final ClaimNotes notes;
    private final StoppedOrders stopped;
    private final PayBack payBack;
    private final Stock stock;
    private final BusinessClock clock;
    private final Tx tx;

    Exchanges(
            ClaimRepository repository,
            ExchangeRepository parcels,
            ClaimReadRepository reads,
            ClaimSight sight,
            ClaimNotes notes,
            StoppedOrders stopped,
            PayBack payBack,
            Stock stock,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.parcels = parcels;
        this.reads = reads;
        this.sight = sight;
        this.notes = notes;
        this.stopped = stopped;
        this.payBack = payBack;
        this.stock = stock;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Keeps the same goods for the claim in the caller's transaction, and says what became of those that were bought. They
     * do not go out again themselves. Fails with {@code stock-short} or {@code claim-moved-on}.
     */
    Uni<Void> agree(SqlConnection connection, Actor actor, Claim claim, String goods, String note) {
        Instant now = clock.instant();
        Instant due = now.plus(Duration.ofHours(claim.answerHours()));
        Move move = new Move(claim.id(), claim.state(), State.EXCHANGING, Side.SUPPLIER, actor, note, due, now);
        SortedMap<UUID, Long> pieces = pieces(claim);
        return parcels.agree(connection, move, goods)
                .invoke(Claims::requireMoved)
                .chain(() -> stock.hold(connection, claim.id(), pieces, due.plus(KEPT_BEYOND)))
                .chain(() -> goods.equals("RESTOCK")
                        ? stock.restock(connection, pieces, claim.reference())
                        : Uni.createFrom().voidItem())
                .chain(() -> notes.answered(connection, claim, State.EXCHANGING, claim.askedFen()));
    }

    /** Whether it waits for the actor, who sees it, to send the goods. */
    static boolean mayBeSentBy(Actor actor, Claim claim) {
        return claim.state() == State.EXCHANGING && ClaimSight.side(actor, claim) == Side.SUPPLIER;
    }

    /**
     * Hands the parcel over that ends the claim. Fails with {@code not-found}, {@code claim-not-now},
     * {@code claim-moved-on} (a colleague or the clock was quicker), {@code order-stopped}, {@code parcel-entered-already},
     * or at the fields {@code carrier}, {@code trackingNumber} and, of goods sold by weight, {@code lines/n/grams}:
     * {@code weight-missing}, {@code weight-unlikely}, {@code exchange-weight-short} naming the least, which is what the
     * buyer has paid for; {@code weight-not-asked} of others.
     *
     * @param grams by line number what the pieces weigh that go out again
     */
    Uni<Void> send(Actor actor, UUID id, String carrier, String trackingNumber, Map<Integer, Long> grams) {
        return tx.write(connection -> sight.claim(connection, actor, id).chain(claim -> {
                    if (!mayBeSentBy(actor, claim)) {
                        throw ClaimProblems.notNow();
                    }
                    String by = Claims.required("/carrier", carrier, NUMBER_MAX);
                    String number = Claims.required("/trackingNumber", trackingNumber, NUMBER_MAX);
                    return parcels.least(connection, id)
                            .invoke(least -> PartWeight.checkAgain(grams, least))
                            .chain(() -> send(connection, actor, claim, by, number, grams));
                }))
                .onFailure(failure -> SqlState.violates(failure, "order_parcel_once"))
                .transform(twice -> OrderProblems.parcelEntered());
    }

    /** What the parcel of a claim has to weigh at least, by line number, where it waits for the actor to send it. */
    Uni<Map<Integer, Long>> least(SqlConnection connection, Actor actor, Claim claim) {
        return mayBeSentBy(actor, claim)
                ? parcels.least(connection, claim.id())
                : Uni.createFrom().item(Map.of());
    }

    private Uni<Void> send(
            SqlConnection connection,
            Actor actor,
            Claim claim,
            String carrier,
            String number,
            Map<Integer, Long> grams) {
        String weight = grams.isEmpty()
                ? ""
                : " · " + grams.values().stream().mapToLong(Long::longValue).sum() + " g";
        Move move = new Move(
                claim.id(),
                State.EXCHANGING,
                State.EXCHANGED,
                Side.SUPPLIER,
                actor,
                carrier + " " + number + weight,
                null,
                clock.instant());
        return stopped.requireNotStopped(connection, claim.partId())
                .chain(() -> repository.lock(connection, claim.id()))
                .chain(() -> parcels.weighed(connection, claim.id(), grams))
                .chain(() -> repository.move(connection, move))
                .invoke(Claims::requireMoved)
                .chain(() -> parcels.send(connection, Ids.next(), claim, carrier, number, move))
                .chain(() -> stock.take(connection, claim.id(), "exchange:" + claim.id()))
                .chain(() -> notes.answered(connection, claim, State.EXCHANGED, claim.askedFen()))
                .chain(() -> Audit.write(
                        connection,
                        new Audit.Deed(
                                move.now(),
                                actor.accountId(),
                                actor.personId(),
                                Role.SUPPLIER,
                                "claim-exchange",
                                "claim",
                                claim.id().toString(),
                                Map.of("number", claim.number()))));
    }

    /** Where the goods were not sent in time the money goes back, each in a transaction of its own. */
    @Scheduled(
            every = "60s",
            delayed = "40s",
            identity = "order-exchanges-due",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> payOverdue() {
        return tx.read(connection -> parcels.overdue(connection, clock.instant(), A_SWEEP))
                .chain(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(this::payInstead)
                        .onItem()
                        .ignoreAsUni());
    }

    private Uni<Void> payInstead(UUID id) {
        return tx.write(connection -> reads.find(connection, id)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .chain(claim -> payInstead(connection, claim).replaceWith(claim)))
                .chain(claim -> payBack.send(claim.reference()));
    }

    /** What became of the goods was settled when the supplier agreed. */
    private Uni<Void> payInstead(SqlConnection connection, Claim claim) {
        Move move = new Move(claim.id(), State.EXCHANGING, State.APPROVED, Side.CLOCK, null, "", null, clock.instant());
        String goods = Objects.requireNonNull(claim.goods());
        return repository
                .approve(connection, move, claim.askedFen(), 0, goods)
                .chain(moved -> !moved
                        ? Uni.createFrom().voidItem()
                        : stock.release(connection, claim.id())
                                .chain(() -> notes.notSentAgain(connection, claim))
                                .chain(() -> payBack.pay(
                                        connection,
                                        claim.purchaseId(),
                                        claim.partId(),
                                        claim.reference(),
                                        ClaimApproval.items(claim, claim.askedFen()),
                                        Optional.empty(),
                                        false,
                                        "system")));
    }

    private static SortedMap<UUID, Long> pieces(Claim claim) {
        SortedMap<UUID, Long> pieces = new TreeMap<>();
        claim.lines().forEach(line -> pieces.merge(line.listingId(), line.quantity(), Math::addExact));
        return pieces;
    }
}
