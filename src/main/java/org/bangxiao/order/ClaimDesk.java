package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.order.Claim.Side;
import org.bangxiao.order.Claim.State;
import org.bangxiao.order.ClaimRepository.Move;
import org.bangxiao.payment.PaymentRefund;
import org.bangxiao.payment.PaymentRefunds;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.sale.RefundEffect;
import org.bangxiao.sale.Refunds;
import org.jspecify.annotations.Nullable;

/**
 * The other side of after-sales: the supplier answers what its buyers ask; what it refuses or leaves lying the platform
 * decides, that is the task force and the finance people of the area the goods come from. Whoever approves sees before
 * what it takes from each leg and from how many households; the approval books it.
 */
@ApplicationScoped
class ClaimDesk {
    private static final int NOTE_MAX = 500;

    /** What is done with a claim. */
    enum Outcome {
        /** The money goes back. */
        APPROVE,
        /** The goods come back first. */
        RETURN,
        /** The same goods go out again. */
        EXCHANGE,
        REFUSE
    }

    /**
     * An answer.
     *
     * @param seen      the state that whoever answers saw: another one by now is {@code claim-moved-on}
     * @param goods     RESTOCK or WRITE_OFF; asked for only where money or the same goods go out
     * @param amountFen less than was asked, by the platform only; null for all of it
     * @param freight   whether the order's freight goes back, too; where nothing was sent it does in any case
     */
    record Answer(
            @Nullable Outcome outcome,
            @Nullable State seen,
            @Nullable String goods,
            String note,
            @Nullable Long amountFen,
            boolean freight) {}

    /**
     * A claim for whoever may answer it.
     *
     * @param effect   what approving all of it would take; null where there is nothing more to approve
     * @param subsidyFen what of that goes back to a coupon's source, not to the buyer
     * @param refund   the money on its way back; null while nothing is approved
     * @param answers  what the reader may do with it now
     * @param toSend   whether the reader has to send the same goods again
     * @param weigh    by line number what they have to weigh then, of goods sold by weight
     */
    record Case(
            Claim claim,
            @Nullable RefundEffect effect,
            long subsidyFen,
            @Nullable PaymentRefund refund,
            List<String> answers,
            boolean toSend,
            Map<Integer, Long> weigh) {}

    private record Effect(RefundEffect legs, long subsidyFen) {}

    private final ClaimRepository repository;
    private final ClaimReadRepository reads;
    private final ClaimSight sight;
    private final ClaimApproval approval;
    private final Exchanges exchanges;
    private final ClaimNotes notes;
    private final PayBack payBack;
    private final PartSubsidy subsidies;
    private final Refunds refunds;
    private final PaymentRefunds payments;
    private final BusinessClock clock;
    private final Tx tx;

    ClaimDesk(
            ClaimRepository repository,
            ClaimReadRepository reads,
            ClaimSight sight,
            ClaimApproval approval,
            Exchanges exchanges,
            ClaimNotes notes,
            PayBack payBack,
            PartSubsidy subsidies,
            Refunds refunds,
            PaymentRefunds payments,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.reads = reads;
        this.sight = sight;
        this.approval = approval;
        this.exchanges = exchanges;
        this.notes = notes;
        this.payBack = payBack;
        this.subsidies = subsidies;
        this.refunds = refunds;
        this.payments = payments;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * A supplier's own, those of orders that an agent has a mandate for all of, or those of an office's area that were
     * disputed; waiting for the reader, or all; newest first.
     */
    Uni<Page<Claim>> page(Actor actor, boolean waiting, @Nullable String cursor, int size) {
        UUID before = cursor == null ? null : id(cursor);
        return tx.read(connection -> {
                    if (actor.has(Role.SUPPLIER)) {
                        UUID own = actor.requireOrganisationAs(Role.SUPPLIER);
                        return reads.ofSupplier(connection, own, clock.today(), waiting, before, size + 1);
                    }
                    return reads.ofArea(connection, actor.sightAs(ClaimSight.PLATFORM), waiting, before, size + 1);
                })
                .map(found -> {
                    List<Claim> shown = found.stream().limit(size).toList();
                    return new Page<>(
                            shown,
                            found.size() > size ? shown.get(size - 1).id().toString() : null,
                            -1);
                });
    }

    /** A claim that the actor sees, {@link ClaimSight}; anything else is {@code not-found}. */
    Uni<Case> find(Actor actor, UUID id) {
        return tx.read(connection -> sight.claim(connection, actor, id)
                .chain(claim -> payments.of(connection, List.of(claim.reference()))
                        .chain(paid -> effect(connection, claim)
                                .chain(effect -> exchanges
                                        .least(connection, actor, claim)
                                        .map(weigh -> new Case(
                                                claim,
                                                effect.map(Effect::legs).orElse(null),
                                                effect.map(Effect::subsidyFen).orElse(0L),
                                                paid.get(claim.reference()),
                                                answers(ClaimSight.side(actor, claim), claim).stream()
                                                        .map(Enum::name)
                                                        .toList(),
                                                Exchanges.mayBeSentBy(actor, claim),
                                                weigh))))));
    }

    /** The same without what approving it would do. */
    Uni<Claim> claim(Actor actor, UUID id) {
        return tx.read(connection -> sight.claim(connection, actor, id));
    }

    /**
     * Answers a claim. Fails with {@code not-found}, {@code claim-moved-on} (somebody was quicker),
     * {@code claim-not-now} (not the reader's turn), {@code claim-own-organisation}, at the fields {@code outcome},
     * {@code goods}, {@code note}, {@code amountFen}, or as booking the refund does; of an exchange with
     * {@code stock-short} where too few of the same goods are left, and then money can still go back.
     */
    Uni<Void> answer(Actor actor, UUID id, Answer answer) {
        Outcome outcome = answer.outcome();
        if (outcome == null) {
            return Uni.createFrom().failure(Problem.field("/outcome", "field-required"));
        }
        if (answer.note().length() > NOTE_MAX) {
            return Uni.createFrom().failure(Problem.field("/note", "field-too-long", NOTE_MAX));
        }
        return tx.write(connection -> sight.claim(connection, actor, id)
                        .invoke(claim -> requireTurn(actor, claim, outcome, answer))
                        .call(claim -> switch (outcome) {
                            case APPROVE -> approve(connection, actor, claim, answer);
                            case EXCHANGE ->
                                exchanges.agree(
                                        connection,
                                        actor,
                                        claim,
                                        goods(answer),
                                        answer.note().strip());
                            case RETURN, REFUSE -> move(connection, actor, claim, outcome, answer);
                        })
                        .call(claim -> Audit.write(connection, deed(actor, claim, outcome, answer))))
                .onFailure()
                .transform(ClaimProblems::of)
                .chain(claim -> outcome == Outcome.APPROVE
                        ? payBack.send(claim.reference())
                        : Uni.createFrom().voidItem());
    }

    /** Asks the provider again for what it could not pay back. */
    Uni<Void> payAgain(Actor actor, UUID id) {
        return tx.write(connection ->
                        sight.claim(connection, actor, id).call(claim -> payments.again(connection, claim.reference())))
                .chain(claim -> payBack.send(claim.reference()));
    }

    private Uni<Void> approve(SqlConnection connection, Actor actor, Claim claim, Answer answer) {
        String goods = goods(answer);
        Side side = ClaimSight.side(actor, claim);
        Long some = answer.amountFen();
        long fen = some == null ? claim.askedFen() : some;
        boolean wholeOnly = side == Side.SUPPLIER || claim.cause() == Claim.Cause.NOT_SENT;
        if (fen < 1 || fen > claim.askedFen() || (wholeOnly && fen != claim.askedFen())) {
            throw ClaimProblems.amount(0, claim.askedFen());
        }
        Instant now = clock.instant();
        Move move = new Move(
                claim.id(),
                claim.state(),
                State.APPROVED,
                side,
                actor,
                answer.note().strip(),
                null,
                now);
        return approval.approve(connection, claim, move, fen, goods, answer.freight());
    }

    private static String goods(Answer answer) {
        String goods = answer.goods();
        if (goods == null || !goods.matches("RESTOCK|WRITE_OFF")) {
            throw Problem.field("/goods", "field-required");
        }
        return goods;
    }

    private Uni<Void> move(SqlConnection connection, Actor actor, Claim claim, Outcome outcome, Answer answer) {
        Side side = ClaimSight.side(actor, claim);
        String note = outcome == Outcome.REFUSE
                ? Claims.required("/note", answer.note(), NOTE_MAX)
                : answer.note().strip();
        State to = outcome == Outcome.RETURN ? State.RETURNING : side == Side.PLATFORM ? State.REJECTED : State.REFUSED;
        Instant now = clock.instant();
        Instant due = switch (to) {
            case RETURNING -> now.plus(Duration.ofDays(claim.returnDays()));
            case REFUSED -> now.plus(Duration.ofHours(claim.decideHours()));
            default -> null;
        };
        return repository
                .move(connection, new Move(claim.id(), claim.state(), to, side, actor, note, due, now))
                .invoke(Claims::requireMoved)
                .chain(() -> notes.answered(connection, claim, to, claim.askedFen()));
    }

    private Uni<Optional<Effect>> effect(SqlConnection connection, Claim claim) {
        return claim.open()
                ? subsidies
                        .shared(connection, claim.partId(), ClaimApproval.items(claim, claim.askedFen()), false)
                        .chain(shared -> refunds.preview(connection, PayBack.drafts(claim.reference(), shared))
                                .map(legs -> new Effect(
                                        legs,
                                        shared.stream()
                                                .mapToLong(PartSubsidy.Shared::subsidyFen)
                                                .reduce(0, Math::addExact))))
                        .map(Optional::of)
                        // What can't be booked any more is said when somebody tries to.
                        .onFailure(Problem.class)
                        .recoverWithItem(Optional.empty())
                : Uni.createFrom().item(Optional.empty());
    }

    private static List<Outcome> answers(Side side, Claim claim) {
        return switch (claim.state()) {
            case ASKED -> side == Side.SUPPLIER ? ofSupplier(claim, claim.returnable()) : List.of();
            case RETURNING -> side == Side.SUPPLIER && claim.sentBack() ? ofSupplier(claim, false) : List.of();
            case DISPUTED -> side == Side.PLATFORM ? List.of(Outcome.APPROVE, Outcome.REFUSE) : List.of();
            default -> List.of();
        };
    }

    private static List<Outcome> ofSupplier(Claim claim, boolean mayComeBack) {
        return Stream.of(Outcome.EXCHANGE, Outcome.APPROVE, Outcome.RETURN, Outcome.REFUSE)
                .filter(outcome -> outcome != Outcome.EXCHANGE || claim.forExchange())
                .filter(outcome -> outcome != Outcome.RETURN || mayComeBack)
                .toList();
    }

    private static void requireTurn(Actor actor, Claim claim, Outcome outcome, Answer answer) {
        if (answer.seen() != claim.state()) {
            throw ClaimProblems.movedOn();
        }
        if (!answers(ClaimSight.side(actor, claim), claim).contains(outcome)) {
            throw ClaimProblems.notNow();
        }
    }

    private static UUID id(String cursor) {
        if (!cursor.matches("[0-9a-f-]{36}")) {
            throw Problem.field("/cursor", "field-invalid", cursor);
        }
        return UUID.fromString(cursor);
    }

    private Audit.Deed deed(Actor actor, Claim claim, Outcome outcome, Answer answer) {
        Side side = ClaimSight.side(actor, claim);
        return new Audit.Deed(
                clock.instant(),
                actor.accountId(),
                actor.personId(),
                side == Side.SUPPLIER
                        ? Role.SUPPLIER
                        : ClaimSight.PLATFORM.stream()
                                .filter(actor::has)
                                .findFirst()
                                .orElse(null),
                "claim-answer",
                "claim",
                claim.id().toString(),
                Map.of("outcome", outcome.name(), "number", claim.number(), "note", answer.note()));
    }
}
