package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Money;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;

/** Who is told of a claim: the supplier that has to answer, the platform that has to decide, the buyer who waits. */
@ApplicationScoped
class ClaimNotes {
    private final Inbox inbox;
    private final BuyerRepository buyers;

    ClaimNotes(Inbox inbox, BuyerRepository buyers) {
        this.inbox = inbox;
        this.buyers = buyers;
    }

    Uni<Void> asked(SqlConnection connection, Claim claim) {
        return supplier(connection, "note.claim-asked", claim);
    }

    /** Some or all of an order that its supplier has not accepted need not be sent. */
    Uni<Void> givenUp(SqlConnection connection, Claim claim) {
        return supplier(connection, "note.claim-given-up", claim);
    }

    private Uni<Void> supplier(SqlConnection connection, String key, Claim claim) {
        return inbox.tell(
                connection,
                note(
                        Reader.organisation(claim.organisationId()),
                        key,
                        claim,
                        "/desk/claims/" + claim.id(),
                        claim.askedFen()));
    }

    Uni<Void> disputed(SqlConnection connection, Claim claim) {
        return inbox.tell(
                connection,
                List.of(
                        note(
                                Reader.officers(Role.TASK_FORCE, claim.countyCode()),
                                "note.claim-disputed",
                                claim,
                                "/desk/claims/" + claim.id(),
                                claim.askedFen()),
                        note(
                                Reader.officers(Role.FINANCE, claim.countyCode()),
                                "note.claim-disputed",
                                claim,
                                "/desk/claims/" + claim.id(),
                                claim.askedFen())));
    }

    /** Whoever asked; a guest by mail, where one left an address. */
    Uni<Void> answered(SqlConnection connection, Claim claim, Claim.State state, long fen) {
        UUID asker = claim.accountId();
        return (asker == null
                        ? buyers.buyer(connection, claim.purchaseId())
                                .map(buyer -> buyer.orElseThrow().reader())
                        : Uni.createFrom().item(Reader.account(asker)))
                .chain(reader -> inbox.tell(
                        connection,
                        note(
                                reader,
                                "note.claim." + state,
                                claim,
                                reader.accountId() == null ? OrderMail.LINK : "/claims/" + claim.id(),
                                fen)));
    }

    /** Supplier and buyer: the goods did not go out again in time, and the money goes back. */
    Uni<Void> notSentAgain(SqlConnection connection, Claim claim) {
        return supplier(connection, "note.claim-not-sent-again", claim)
                .chain(() -> answered(connection, claim, Claim.State.APPROVED, claim.askedFen()));
    }

    /** Each step of a claim is told once. */
    private static Note note(Reader to, String key, Claim claim, String link, long fen) {
        return new Note(to, key, List.of(claim.number(), Money.yuan(fen)), link, key + ":" + claim.number());
    }
}
