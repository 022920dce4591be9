package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.GuestMails;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.MailAddress;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Mails about one purchase of a guest, see {@link GuestMails}. What somebody with an account buys is told as the account
 * says; a guest's address counts no more from the moment an account owns the purchase.
 */
@ApplicationScoped
class OrderMail {
    /** Where a mail's link leads, before its token. */
    static final String LINK = "/purchases/by-mail/";

    private final Tx tx;
    private final BuyerRepository buyers;
    private final Purchases purchases;
    private final GuestMails mails;
    private final Inbox inbox;
    private final BusinessClock clock;

    OrderMail(Tx tx, BuyerRepository buyers, Purchases purchases, GuestMails mails, Inbox inbox, BusinessClock clock) {
        this.tx = tx;
        this.buyers = buyers;
        this.purchases = purchases;
        this.mails = mails;
        this.inbox = inbox;
        this.clock = clock;
    }

    /** A purchase as a mail's link shows it. */
    record ByLink(PurchaseView purchase, GuestMails.Opened link) {}

    /**
     * Where whoever buys now would be told; null where nothing was typed, and for an account, which is told as it says.
     * Fails as {@link GuestMails#checked}.
     */
    GuestMails.@Nullable Wish wish(Shopper shopper, @Nullable String typed, String language) {
        return shopper.accountId() != null || typed == null || typed.isBlank() ? null : mails.checked(typed, language);
    }

    /** Where mails of a purchase go; empty where nowhere, and of one that an account owns. */
    Uni<Optional<MailAddress>> of(PurchaseView purchase) {
        return purchase.guest() ? mails.of(purchase.id()) : Uni.createFrom().item(Optional.empty());
    }

    /**
     * From now on mails of this purchase go there; where it is paid the first goes at once, with the link. {@code not-found}
     * for anybody's but the guest's own, {@code order-wrong-state} once nothing can come of it, and as
     * {@link GuestMails#checked} and {@link GuestMails#give} fail.
     *
     * @param language of the mails
     */
    Uni<Void> give(UUID purchase, Shopper guest, String typed, String language) {
        return tx.write(connection -> own(connection, purchase, guest).chain(own -> {
            boolean paid = own.state().equals("PAID");
            if (!paid && !own.state().equals("PLACED")) {
                throw OrderProblems.wrongState(own.state());
            }
            return mails.give(
                            connection,
                            purchase,
                            mails.checked(typed, language),
                            own.lastDay().orElseGet(clock::today))
                    .chain(address -> paid
                            ? begin(connection, purchase, own, address)
                            : Uni.createFrom().voidItem());
        }));
    }

    /** Ends them, with the links sent so far; nothing happens where there are none. {@code not-found} as above. */
    Uni<Void> stop(UUID purchase, Shopper guest) {
        return tx.write(connection -> own(connection, purchase, guest).chain(own -> mails.stop(connection, purchase)));
    }

    /**
     * The purchase that a mail's link leads to, without what only its buyer needs: {@link PurchaseView#toRead}. {@code
     * not-found} where the link was made up, has ended or is over.
     */
    Uni<ByLink> byLink(String token) {
        return mails.open(token)
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(link -> purchases.ofGuest(link.subject()).map(purchase -> new ByLink(purchase.toRead(), link)));
    }

    private Uni<BuyerRepository.Own> own(SqlConnection connection, UUID purchase, Shopper guest) {
        return buyers.guests(connection, purchase, guest).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Uni<Void> begin(SqlConnection connection, UUID purchase, BuyerRepository.Own own, UUID address) {
        return inbox.tell(
                connection,
                new Note(
                        Reader.guest(purchase),
                        "note.order-mail",
                        List.of(BusinessClock.dayOf(own.placedAt()).toString()),
                        LINK,
                        "order-mail:" + address));
    }
}
