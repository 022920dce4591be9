package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Allocation;
import org.bangxiao.order.Claim.State;
import org.bangxiao.order.ClaimRepository.Move;
import org.jspecify.annotations.Nullable;

/** What a claim that is granted does, in the caller's transaction: to the order, to the money, to the goods. */
@ApplicationScoped
class ClaimApproval {
    private final ClaimRepository repository;
    private final ClaimNotes notes;
    private final PayBack payBack;
    private final PartFreight freight;

    ClaimApproval(ClaimRepository repository, ClaimNotes notes, PayBack payBack, PartFreight freight) {
        this.repository = repository;
        this.notes = notes;
        this.payBack = payBack;
        this.freight = freight;
    }

    /**
     * Fails with {@code claim-moved-on}, or as booking the refund does.
     *
     * @param fen     what goes back of the goods' price
     * @param goods   RESTOCK or WRITE_OFF
     * @param freight whether the freight goes back, too, though something is or will be sent
     */
    Uni<Void> approve(SqlConnection connection, Claim claim, Move move, long fen, String goods, boolean freight) {
        return (freight || claim.whole()
                        ? this.freight.left(connection, claim.partId())
                        : Uni.createFrom().item(Optional.<PartFreightRepository.Left>empty()))
                .chain(back -> approve(connection, claim, move, fen, goods, back));
    }

    private Uni<Void> approve(
            SqlConnection connection,
            Claim claim,
            Move move,
            long fen,
            String goods,
            Optional<PartFreightRepository.Left> back) {
        Actor actor = move.actor();
        long freightFen = back.map(PartFreightRepository.Left::fen).orElse(0L);
        return repository
                .approve(connection, move, fen, freightFen, goods)
                .invoke(Claims::requireMoved)
                .chain(() -> claim.cause() == Claim.Cause.NOT_SENT || claim.cause() == Claim.Cause.MISSING
                        ? repository.nothingDue(
                                connection,
                                claim.partId(),
                                actor == null ? claim.accountId() : actor.accountId(),
                                move.now())
                        : Uni.createFrom().voidItem())
                .chain(() -> notes.answered(connection, claim, State.APPROVED, fen + freightFen))
                .chain(() -> payBack.pay(
                        connection,
                        claim.purchaseId(),
                        claim.partId(),
                        claim.reference(),
                        items(claim, fen),
                        back,
                        goods.equals("RESTOCK"),
                        by(claim, actor)));
    }

    private static String by(Claim claim, @Nullable Actor actor) {
        return actor != null
                ? actor.accountId().toString()
                : claim.accountId() == null ? "guest" : claim.accountId().toString();
    }

    /** What goes back of each line: all that was asked, or less in proportion, and then the goods stay sold. */
    static List<PayBack.Item> items(Claim claim, long fen) {
        long[] asked = claim.lines().stream().mapToLong(Claim.Line::amountFen).toArray();
        long[] keys = claim.lines().stream().mapToLong(Claim.Line::lineNo).toArray();
        long[] parts = Allocation.byLargestRemainder(fen, asked, keys, claim.number());
        List<PayBack.Item> items = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            Claim.Line line = claim.lines().get(i);
            if (parts[i] > 0) {
                items.add(new PayBack.Item(
                        line.lineNo(),
                        line.listingId(),
                        line.saleId(),
                        parts[i] == line.amountFen() ? line.units() : 0,
                        parts[i]));
            }
        }
        return items;
    }
}
