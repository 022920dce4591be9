package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.kernel.Money;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;

/**
 * What a buyer is told of an order, in the transaction of the deed. A guest sees it on the purchase, and reads it by mail
 * where one left an address, see {@link OrderMail}.
 */
@ApplicationScoped
class BuyerNotes {
    private final Inbox inbox;
    private final BuyerRepository repository;

    BuyerNotes(Inbox inbox, BuyerRepository repository) {
        this.inbox = inbox;
        this.repository = repository;
    }

    /** The money has come. */
    Uni<Void> paid(SqlConnection tx, PurchaseRepository.Head purchase) {
        List<String> words = List.of(Money.yuan(purchase.totalFen()));
        String once = "paid:" + purchase.id();
        return purchase.signedIn()
                ? tell(tx, purchase.id(), "note.paid", words, once)
                : tell(tx, new BuyerRepository.Buyer(null, purchase.id()), "note.paid", words, once);
    }

    /** A parcel has left, and what goes back for weight that it lacks: both at once. */
    Uni<Void> sent(SqlConnection tx, UUID part, UUID parcel, Shipment shipment, Optional<PartWeight.Missing> missing) {
        String by = shipment.carrier() + " " + shipment.trackingNumber();
        return tell(
                tx,
                part,
                missing.isPresent() ? "note.parcel-weighed" : "note.parcel",
                missing.map(less -> List.of(by, String.valueOf(less.grams()), Money.yuan(less.fen())))
                        .orElse(List.of(by)),
                "parcel:" + parcel);
    }

    /** The supplier noted that its guests were there. */
    Uni<Void> visited(SqlConnection tx, UUID part, String number) {
        return tell(tx, part, "note.visited", List.of(number), "visited:" + part);
    }

    /** It was not sent when its window was over; the buyer may cancel it. */
    Uni<Void> late(SqlConnection tx, UUID part, String number, LocalDate sendTo) {
        return tell(tx, part, "note.late", List.of(number, sendTo.toString()), "late:" + part);
    }

    /** Money has gone back. */
    Uni<Void> refunded(SqlConnection tx, UUID purchase, UUID refund, long fen) {
        return tell(tx, purchase, "note.refunded", List.of(Money.yuan(fen)), "refund:" + refund);
    }

    private Uni<Void> tell(SqlConnection tx, UUID purchaseOrPart, String key, List<String> words, String once) {
        return repository
                .buyer(tx, purchaseOrPart)
                .chain(found -> found.map(buyer -> tell(tx, buyer, key, words, once))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> tell(SqlConnection tx, BuyerRepository.Buyer buyer, String key, List<String> words, String once) {
        return inbox.tell(tx, new Note(buyer.reader(), key, words, buyer.link(), once));
    }
}
