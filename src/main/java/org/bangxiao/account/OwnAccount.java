package org.bangxiao.account;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.bangxiao.identity.Accounts;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.MailAddresses;
import org.bangxiao.order.AddressBook;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/** Takes one's own data along, and closes the account. Both are written into the trail. */
@ApplicationScoped
public class OwnAccount {
    private final Tx tx;
    private final BusinessClock clock;
    private final Accounts accounts;
    private final AddressBook addresses;
    private final MailAddresses mails;
    private final FavouriteRepository favourites;
    private final AccountRepository repository;

    OwnAccount(
            Tx tx,
            BusinessClock clock,
            Accounts accounts,
            AddressBook addresses,
            MailAddresses mails,
            FavouriteRepository favourites,
            AccountRepository repository) {
        this.tx = tx;
        this.clock = clock;
        this.accounts = accounts;
        this.addresses = addresses;
        this.mails = mails;
        this.favourites = favourites;
        this.repository = repository;
    }

    /** All that is known of the account: purchases, claims, reviews, favourites, and addresses of houses and mailboxes in the clear. */
    public Uni<String> data(Actor owner) {
        return tx.write(connection -> repository
                .all(connection, owner.accountId())
                .chain(data -> addresses.whole(connection, owner).map(whole -> {
                    JsonArray list = new JsonArray();
                    whole.forEach(one -> list.add(new JsonObject()
                            .put("receiver", one.receiver())
                            .put("phone", one.phone())
                            .put("address", one.address())));
                    return data.put("addresses", list);
                }))
                .chain(data -> mails.whole(connection, owner)
                        .map(mail -> data.put("mail", mail.orElse(null)).encodePrettily()))
                .call(() -> deed(connection, owner, "account-data-read")));
    }

    /**
     * Closes a buyer's account for good. Addresses of all kinds and favourites go, the name is forgotten; purchases stay, as the books
     * need them, under nobody's name. {@code account-of-an-office} where the account acts for others, {@code
     * account-unfinished} while an order, a claim or a refund is under way, {@code sign-in-failed}.
     */
    public Uni<Void> close(Actor owner, String password) {
        if (owner.grants().stream().anyMatch(grant -> !grant.role().equals(Role.CONSUMER))) {
            throw Problem.of(Problem.Kind.CONFLICT, "account-of-an-office");
        }
        return accounts.close(
                owner,
                password,
                connection -> repository
                        .unfinished(connection, owner.accountId(), clock.instant())
                        .invoke(unfinished -> {
                            if (unfinished) {
                                throw Problem.of(Problem.Kind.CONFLICT, "account-unfinished");
                            }
                        })
                        .chain(() -> addresses.forget(connection, owner))
                        .chain(() -> mails.forget(connection, owner))
                        .chain(() -> favourites.dropAll(connection, owner.accountId()))
                        .chain(() -> deed(connection, owner, "account-close")));
    }

    private Uni<Void> deed(SqlConnection connection, Actor owner, String action) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        owner.accountId(),
                        owner.personId(),
                        null,
                        action,
                        "account",
                        owner.accountId().toString(),
                        Map.of()));
    }
}
