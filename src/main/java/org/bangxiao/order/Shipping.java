package org.bangxiao.order;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * A supplier's orders: what has to be sent, to whom, and that it was sent. An agent sees of its suppliers' orders the lines
 * of mandated goods, and sends those orders that hold nothing else; of the others it is not told the buyer.
 */
@ApplicationScoped
class Shipping {
    /**
     * An order, so far as it is the reader's.
     *
     * @param receiver in the clear only while the goods have to be sent, else masked; empty where it is not whole
     * @param totalFen of the lines shown
     * @param whole    false where it holds goods that the reader has no mandate for: the supplier sends it
     */
    record DuePart(
            UUID id,
            String number,
            String state,
            java.time.Instant placedAt,
            String receiver,
            long totalFen,
            String lines,
            boolean whole) {}

    private final Tx tx;
    private final ShippingRepository repository;
    private final StoppedOrders stopped;
    private final Claims claims;
    private final Secrets secrets;
    private final BusinessClock clock;

    Shipping(
            Tx tx,
            ShippingRepository repository,
            StoppedOrders stopped,
            Claims claims,
            Secrets secrets,
            BusinessClock clock) {
        this.tx = tx;
        this.repository = repository;
        this.stopped = stopped;
        this.claims = claims;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * The paid orders of the supplier and of those whom it acts for, newest first. Reading the addresses that goods must be
     * sent to is audited.
     */
    Uni<Page<DuePart>> page(Actor supplier, @Nullable String state, @Nullable String cursor, int size) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        return tx.write(connection -> repository
                .page(connection, organisation, clock.today(), state, cursor, size + 1)
                .call(rows -> Audit.write(connection, deed(supplier, "order-list-read", organisation)))
                .map(rows -> {
                    List<DuePart> parts =
                            rows.stream().limit(size).map(this::open).toList();
                    String next = rows.size() > size ? rows.get(size - 1).number() : null;
                    return new Page<>(parts, next, -1);
                }));
    }

    /**
     * Somebody else's order is {@code not-found}; one with goods that the actor has no mandate for is
     * {@code order-not-wholly-mandated}; one that is not due is {@code order-wrong-state}, one whose buyer asks for the
     * money back {@code claim-before-sending}.
     */
    Uni<Void> ship(Actor supplier, UUID part, @Nullable String carrier, @Nullable String trackingNumber) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        String by = required("/carrier", carrier);
        String tracking = required("/trackingNumber", trackingNumber);
        return tx.write(connection -> repository
                .due(connection, organisation, clock.today(), part)
                .map(found -> found.orElseThrow(Problem::notFound))
                .invoke(due -> {
                    if (!due.whole()) {
                        throw OrderProblems.notWhollyMandated();
                    }
                    if (!due.state().equals("PAID")) {
                        throw OrderProblems.wrongState(due.state());
                    }
                })
                .chain(() -> stopped.requireNotStopped(connection, part))
                .chain(() -> claims.requireNoneOpen(connection, part))
                .chain(() -> repository.ship(connection, part, by, tracking, supplier.accountId(), clock.instant()))
                .chain(() -> Audit.write(connection, deed(supplier, "order-ship", part))));
    }

    private DuePart open(ShippingRepository.PartRow row) {
        String receiver = !row.whole()
                ? ""
                : row.state().equals("PAID")
                        ? Receiver.fromJson(secrets.decrypt(
                                        row.receiverCipher().getBytes(), Checkout.receiverPlace(row.purchaseId())))
                                .sentence()
                        : row.receiverMasked();
        return new DuePart(
                row.id(),
                row.number(),
                row.state(),
                row.placedAt(),
                receiver,
                row.totalFen(),
                row.lines(),
                row.whole());
    }

    private Audit.Deed deed(Actor supplier, String action, UUID subject) {
        return new Audit.Deed(
                clock.instant(),
                supplier.accountId(),
                supplier.personId(),
                Role.SUPPLIER,
                action,
                "order",
                subject.toString(),
                java.util.Map.of());
    }

    private static String required(String pointer, @Nullable String value) {
        String text = value == null ? "" : value.strip();
        if (text.isEmpty()) {
            throw Problem.field(pointer, "field-required");
        }
        if (text.length() > 40) {
            throw Problem.field(pointer, "field-too-long", 40);
        }
        return text;
    }
}
