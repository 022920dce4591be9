package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.SqlState;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * A supplier's orders: what has to be sent, to whom, and that it was sent, in one parcel or in several. An agent sees of
 * its suppliers' orders the lines of mandated goods, and sends those orders that hold nothing else; of the others it is
 * not told the buyer. Who the buyer is, is read in the clear only by whoever has to send, and each reading is a deed.
 */
@ApplicationScoped
class Shipping {
    /** How many may be accepted or printed at once. */
    static final int MOST_AT_ONCE = 50;

    private static final int LONGEST_WORDS = 40;

    /** What of the orders is looked at. */
    enum View {
        ACCEPT,
        SEND,
        /** Accepted, and sold to be sent on a later day; by that day. */
        LATER,
        /** Guests that are still to come, by their day. */
        VISIT,
        SENT,
        DONE,
        ALL;

        /** By its name in small letters; all of them where none is named so. */
        static View of(@Nullable String name) {
            return Arrays.stream(values())
                    .filter(view -> view.key().equals(name))
                    .findFirst()
                    .orElse(ALL);
        }

        /** Whether what is due first comes first; then a page is named by the id of its last order. */
        boolean dueFirst() {
            return this == ACCEPT || this == SEND || this == LATER || this == VISIT;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An order that the reader has to send, with whom it goes to in the clear. */
    record Opened(SupplierOrder order, Receiver receiver, OrganisationView.Name supplier) {}

    private final Tx tx;
    private final ShippingRepository repository;
    private final StoppedOrders stopped;
    private final Claims claims;
    private final PartWeight weights;
    private final PayBack payBack;
    private final BuyerNotes notes;
    private final Organisations organisations;
    private final Secrets secrets;
    private final BusinessClock clock;

    Shipping(
            Tx tx,
            ShippingRepository repository,
            StoppedOrders stopped,
            Claims claims,
            PartWeight weights,
            PayBack payBack,
            BuyerNotes notes,
            Organisations organisations,
            Secrets secrets,
            BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.stopped = stopped;
        this.claims = claims;
        this.weights = weights;
        this.payBack = payBack;
        this.notes = notes;
        this.organisations = organisations;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * The paid orders of the supplier and of those whom it acts for, buyers masked.
     *
     * @param words part of an order's number
     */
    Uni<Page<SupplierOrder>> page(Actor supplier, View view, String words, @Nullable String cursor, int size) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        String number = words.substring(0, Math.min(words.length(), LONGEST_WORDS));
        return tx.read(connection -> repository
                .page(connection, organisation, clock.today(), view, number, after(view, cursor), size + 1)
                .map(found -> {
                    List<SupplierOrder> orders = found.stream()
                            .limit(size)
                            .map(ShippingRepository.Stored::order)
                            .toList();
                    SupplierOrder last = found.size() > size ? orders.get(size - 1) : null;
                    String next =
                            last == null ? null : view.dueFirst() ? last.id().toString() : last.number();
                    return new Page<>(orders, next, -1);
                }));
    }

    /** Where the page before ended; the start where that cannot be read. */
    private static @Nullable String after(View view, @Nullable String cursor) {
        return cursor == null || (view.dueFirst() && !cursor.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                ? null
                : cursor;
    }

    /** How many wait to be accepted, how many to be sent, how many to be sent on a later day, how many for their guests. */
    Uni<List<Long>> waiting(Actor supplier) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        return tx.read(connection -> repository.waiting(connection, organisation, clock.today()));
    }

    /** One order; {@code not-found} for anybody else's. While it has to be sent, or its guests
     * are to come, its buyer is read in the clear. */
    Uni<SupplierOrder> find(Actor supplier, UUID part) {
        return tx.write(connection -> stored(connection, supplier, Set.of(part)).chain(found -> {
            ShippingRepository.Stored one = found.get(0);
            return one.order().toSend() || one.order().awaited()
                    ? Audit.write(connection, deed(supplier, "order-receiver-read", part))
                            .replaceWith(
                                    () -> one.order().receivedBy(receiver(one).sentence()))
                    : Uni.createFrom().item(one.order());
        }));
    }

    /**
     * Those of the orders that the actor has to send, to be printed; whoever prints an order accepts it, for what is printed
     * of its address has to stay true. {@code not-found} where one is anybody else's,
     * {@code order-nothing-to-print} (409) where none has to be sent.
     */
    Uni<List<Opened>> papers(Actor supplier, Collection<UUID> parts) {
        return tx.write(connection -> toSend(connection, supplier, parts)
                .chain(due -> accept(
                        connection,
                        supplier,
                        due.stream().map(one -> one.order().id()).toList()))
                .chain(() -> toSend(connection, supplier, parts))
                .chain(due -> organisations
                        .names(
                                connection,
                                due.stream()
                                        .map(ShippingRepository.Stored::organisationId)
                                        .toList())
                        .call(names -> each(
                                due.stream().map(one -> one.order().id()).toList(),
                                part -> Audit.write(connection, deed(supplier, "order-receiver-print", part))))
                        .map(names -> due.stream()
                                .map(one -> new Opened(
                                        one.order(),
                                        receiver(one),
                                        names.getOrDefault(one.organisationId(), new OrganisationView.Name("", ""))))
                                .toList())));
    }

    private Uni<List<ShippingRepository.Stored>> toSend(
            SqlConnection connection, Actor supplier, Collection<UUID> parts) {
        return stored(connection, supplier, parts).map(found -> {
            List<ShippingRepository.Stored> due =
                    found.stream().filter(one -> one.order().toSend()).toList();
            if (due.isEmpty()) {
                throw OrderProblems.nothingToPrint();
            }
            return due;
        });
    }

    /**
     * Says that these orders will be sent; what was accepted before stays so. {@code not-found} where one is anybody
     * else's, {@code order-not-wholly-mandated} (409) where one has goods that the actor has no mandate for.
     *
     * @return how many are accepted by this
     */
    Uni<Integer> accept(Actor supplier, Collection<UUID> parts) {
        return tx.write(connection -> stored(connection, supplier, parts)
                .invoke(found -> {
                    if (found.stream().anyMatch(one -> !one.order().whole())) {
                        throw OrderProblems.notWhollyMandated();
                    }
                })
                .chain(() -> accept(connection, supplier, parts))
                .map(List::size));
    }

    private Uni<List<UUID>> accept(SqlConnection connection, Actor supplier, Collection<UUID> parts) {
        return repository
                .accept(connection, parts, supplier.accountId(), clock.instant())
                .call(accepted ->
                        each(accepted, part -> Audit.write(connection, deed(supplier, "order-accept", part))));
    }

    /**
     * Hands a parcel over. Somebody else's order is {@code not-found}; one with goods that the actor has no mandate for is
     * {@code order-not-wholly-mandated}; one of which all was sent is {@code order-shipped-already}, one of which less is
     * due than the parcel holds {@code order-line-shipped}, one that was sent from since it was looked at
     * {@code order-shipped-meanwhile}; the same number twice is {@code parcel-entered-already}; one that is not due
     * {@code order-wrong-state}, one sold in advance for later days {@code order-too-early}, one for guests
     * {@code visit-not-sent}, one whose buyer asks for the
     * money back {@code claim-before-sending}. Of goods sold by weight what the parcel lacks is paid back with it;
     * {@code weight-missing}, {@code weight-short} and {@code weight-unlikely} stand at {@code lines/n/grams}.
     */
    Uni<Void> ship(Actor supplier, UUID part, Shipment asked) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        Shipment shipment = asked.checked();
        UUID parcel = Ids.next();
        return tx.write(connection -> repository
                        .due(connection, organisation, clock.today(), part)
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .invoke(due -> requireDue(due, shipment, clock.today()))
                        .call(() -> stopped.requireNotStopped(connection, part))
                        .call(() -> claims.requireNoneOpen(connection, part))
                        .chain(due -> send(connection, supplier, part, parcel, shipment, due))
                        .call(missing -> notes.sent(connection, part, parcel, shipment, missing))
                        .call(() -> Audit.write(connection, deed(supplier, "order-ship", part))))
                .onFailure(failure -> SqlState.violates(failure, "order_parcel_once"))
                .transform(twice -> OrderProblems.parcelEntered())
                .chain(missing -> missing.isPresent()
                        ? payBack.send(PartWeight.reference(parcel))
                        : Uni.createFrom().voidItem());
    }

    private Uni<Optional<PartWeight.Missing>> send(
            SqlConnection connection,
            Actor supplier,
            UUID part,
            UUID parcel,
            Shipment shipment,
            ShippingRepository.Due due) {
        List<Shipment.Piece> pieces = shipment.of(due.pieces());
        PartWeight.check(pieces, due.unitGrams());
        return repository
                .ship(connection, parcel, part, shipment, pieces, supplier.accountId(), clock.instant())
                .chain(() -> weights.payBack(
                        connection, due.purchaseId(), part, parcel, pieces, due.unitGrams(), supplier.accountId()));
    }

    private static void requireDue(ShippingRepository.Due due, Shipment shipment, LocalDate today) {
        if (!due.whole()) {
            throw OrderProblems.notWhollyMandated();
        }
        if (due.visit()) {
            throw OrderProblems.visitNotSent();
        }
        if (due.state().equals("SHIPPED") || due.state().equals("RECEIVED")) {
            throw OrderProblems.shippedAlready();
        }
        if (!due.state().equals("PAID")) {
            throw OrderProblems.wrongState(due.state());
        }
        LocalDate earliest = SupplierOrder.sendableFrom(due.window());
        if (earliest != null && today.isBefore(earliest)) {
            throw OrderProblems.tooEarly(earliest);
        }
        Integer seen = shipment.seenParcels();
        if (seen != null && seen != due.parcels()) {
            throw OrderProblems.shippedMeanwhile();
        }
    }

    private Uni<List<ShippingRepository.Stored>> stored(
            SqlConnection connection, Actor supplier, Collection<UUID> parts) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        if (parts.isEmpty() || parts.size() > MOST_AT_ONCE) {
            throw Problem.field("/orders", "order-too-many", MOST_AT_ONCE);
        }
        return repository.find(connection, organisation, clock.today(), parts).invoke(found -> {
            if (found.size() < Set.copyOf(parts).size()) {
                throw Problem.notFound();
            }
        });
    }

    private Receiver receiver(ShippingRepository.Stored one) {
        return Receiver.fromJson(
                secrets.decrypt(one.receiverCipher().getBytes(), Checkout.receiverPlace(one.purchaseId())));
    }

    private static Uni<Void> each(List<UUID> parts, Function<UUID, Uni<Void>> deed) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (UUID part : parts) {
            all = all.chain(() -> deed.apply(part));
        }
        return all;
    }

    private Audit.Deed deed(Actor supplier, String action, UUID part) {
        return new Audit.Deed(
                clock.instant(),
                supplier.accountId(),
                supplier.personId(),
                Role.SUPPLIER,
                action,
                "order",
                part.toString(),
                action.startsWith("order-receiver") ? Map.of("purpose", "sending") : Map.of());
    }
}
