package org.bangxiao.order;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;

/** Where somebody signed in has goods sent: at most twenty addresses, each sealed, one of them preferred. */
@ApplicationScoped
public class AddressBook {
    static final int MOST = 20;

    private final Tx tx;
    private final AddressRepository repository;
    private final Secrets secrets;
    private final BusinessClock clock;

    AddressBook(Tx tx, AddressRepository repository, Secrets secrets, BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The preferred one first, masked. */
    Uni<List<SavedAddress>> list(UUID account) {
        return repository
                .list(tx.pool(), account)
                .map(kept -> kept.stream().map(this::placed).toList());
    }

    /** Addresses written before anybody asked for the province begin with its name, mostly. */
    private SavedAddress placed(AddressRepository.Kept kept) {
        Buffer sealed = kept.sealed();
        SavedAddress address = kept.address();
        return sealed == null
                ? address
                : new SavedAddress(
                        address.id(),
                        address.masked(),
                        address.preferred(),
                        Receiver.fromJson(secrets.decrypt(sealed.getBytes(), place(address.id())))
                                .province());
    }

    /** Keeps one more; the first is preferred. {@code address-book-full}, and what {@link Receiver#checked} refuses. */
    Uni<UUID> add(Actor owner, Receiver receiver) {
        Receiver kept = kept(receiver);
        return tx.write(connection -> add(connection, owner, kept));
    }

    /** The same in the caller's transaction, for an address that was checked. */
    Uni<UUID> add(SqlConnection connection, Actor owner, Receiver kept) {
        UUID id = Ids.next();
        return repository
                .insert(
                        connection,
                        owner.accountId(),
                        id,
                        sealed(id, kept),
                        kept.masked(),
                        kept.province(),
                        clock.instant())
                .invoke(fits -> {
                    if (!fits) {
                        throw OrderProblems.addressBookFull(MOST);
                    }
                })
                .chain(() -> deed(connection, owner, "address-add", id))
                .replaceWith(id);
    }

    /** Somebody else's is {@code not-found}. */
    Uni<Void> change(Actor owner, UUID id, Receiver receiver) {
        Receiver kept = kept(receiver);
        return tx.write(connection -> found(repository.change(
                        connection,
                        owner.accountId(),
                        id,
                        sealed(id, kept),
                        kept.masked(),
                        kept.province(),
                        clock.instant()))
                .chain(() -> deed(connection, owner, "address-change", id)));
    }

    /** Somebody else's is {@code not-found}. */
    Uni<Void> remove(Actor owner, UUID id) {
        return tx.write(connection -> found(repository.remove(connection, owner.accountId(), id))
                .chain(() -> deed(connection, owner, "address-remove", id)));
    }

    /** Somebody else's is {@code not-found}. */
    Uni<Void> prefer(Actor owner, UUID id) {
        return tx.write(connection -> found(repository.prefer(connection, owner.accountId(), id))
                .chain(() -> deed(connection, owner, "address-prefer", id)));
    }

    /** In the clear, for its owner to change; the reading is written down. */
    Uni<Receiver> read(Actor owner, UUID id) {
        return tx.write(connection ->
                receiver(connection, owner.accountId(), id).call(() -> deed(connection, owner, "address-read", id)));
    }

    /** For a purchase of its owner; somebody else's is {@code not-found}. */
    Uni<Receiver> receiver(SqlConnection connection, UUID account, UUID id) {
        return repository
                .sealed(connection, account, id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .map(cipher -> Receiver.fromJson(secrets.decrypt(cipher, place(id))));
    }

    /** All of one's own in the clear, each reading written down. */
    public Uni<List<Receiver>> whole(SqlConnection connection, Actor owner) {
        return repository
                .list(connection, owner.accountId())
                .chain(kept -> Multi.createFrom()
                        .iterable(kept)
                        .onItem()
                        .transformToUniAndConcatenate(one -> receiver(
                                        connection,
                                        owner.accountId(),
                                        one.address().id())
                                .call(() -> deed(
                                        connection,
                                        owner,
                                        "address-read",
                                        one.address().id())))
                        .collect()
                        .asList());
    }

    /** Forgets all of one's own. */
    public Uni<Void> forget(SqlConnection connection, Actor owner) {
        return repository.removeAll(connection, owner.accountId());
    }

    /** A note belongs to one purchase, never to the address. */
    private static Receiver kept(Receiver receiver) {
        return receiver.checked().noted("");
    }

    private byte[] sealed(UUID id, Receiver kept) {
        return secrets.encrypt(kept.json(), place(id));
    }

    private static String place(UUID id) {
        return "order_address:" + id;
    }

    private static Uni<Void> found(Uni<Boolean> done) {
        return done.invoke(meant -> {
                    if (!meant) {
                        throw Problem.notFound();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> deed(SqlConnection connection, Actor owner, String action, UUID id) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        owner.accountId(),
                        owner.personId(),
                        null,
                        action,
                        "address",
                        id.toString(),
                        Map.of()));
    }
}
