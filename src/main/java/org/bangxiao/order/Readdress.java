package org.bangxiao.order;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;

/**
 * Sends a purchase somewhere else than its buyer said first, within the same province, for which its freight was reckoned,
 * and until a supplier of it accepts its order: from then on labels are printed.
 */
@ApplicationScoped
class Readdress {
    private final Tx tx;
    private final ReaddressRepository repository;
    private final Secrets secrets;
    private final Inbox inbox;
    private final BusinessClock clock;

    Readdress(Tx tx, ReaddressRepository repository, Secrets secrets, Inbox inbox, BusinessClock clock) {
        this.clock = clock;
        this.tx = tx;
        this.repository = repository;
        this.secrets = secrets;
        this.inbox = inbox;
    }

    /**
     * Where it goes, in the clear for who bought it; the reading is written down. {@code not-found} for anybody else,
     * {@code receiver-fixed} once it is too late.
     */
    Uni<Receiver> receiver(UUID purchase, Shopper shopper) {
        return tx.write(connection -> repository
                .lock(connection, purchase, shopper)
                .map(found -> opened(purchase, found.orElseThrow(Problem::notFound)))
                .call(() -> deed(connection, purchase, shopper, "purchase-receiver-read")));
    }

    /**
     * Fails as {@link #receiver} and {@link Receiver#checked} do, and with {@code receiver-province} at the field
     * {@code province} where it is another one.
     */
    Uni<Void> change(UUID purchase, Shopper shopper, Receiver written) {
        Receiver receiver = written.checked();
        Buffer sealed = Buffer.buffer(secrets.encrypt(receiver.json(), Checkout.receiverPlace(purchase)));
        return tx.write(connection -> repository
                        .lock(connection, purchase, shopper)
                        .map(found -> opened(purchase, found.orElseThrow(Problem::notFound)))
                        .invoke(before -> {
                            String province = before.province();
                            if (province != null && !province.equals(receiver.province())) {
                                throw OrderProblems.otherProvince();
                            }
                        })
                        .call(() -> deed(connection, purchase, shopper, "purchase-receiver-change"))
                        .chain(() -> repository.change(connection, purchase, sealed, receiver.masked()))
                        .chain(told -> Multi.createFrom()
                                .iterable(told)
                                .onItem()
                                .transformToUniAndConcatenate(order -> inbox.tell(connection, note(order)))
                                .onItem()
                                .ignoreAsUni()))
                .onFailure(failure -> SqlState.violates(failure, "order_receiver_until_accepted"))
                .transform(accepted -> OrderProblems.receiverFixed());
    }

    private Receiver opened(UUID purchase, ReaddressRepository.Sent sent) {
        if (!sent.open()) {
            throw OrderProblems.receiverFixed();
        }
        return Receiver.fromJson(secrets.decrypt(sent.receiverCipher().getBytes(), Checkout.receiverPlace(purchase)));
    }

    private Uni<Void> deed(SqlConnection connection, UUID purchase, Shopper shopper, String action) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        shopper.accountId(),
                        null,
                        null,
                        action,
                        "purchase",
                        purchase.toString(),
                        Map.of("purpose", "readdress")));
    }

    private static Note note(ReaddressRepository.Told order) {
        return new Note(
                Reader.organisation(order.organisationId()),
                "note.readdressed",
                List.of(order.number()),
                "/desk/orders/" + order.part(),
                "readdressed:" + Ids.next());
    }
}
