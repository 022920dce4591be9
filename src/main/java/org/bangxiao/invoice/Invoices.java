package org.bangxiao.invoice;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.notice.Inbox;
import org.bangxiao.notice.Note;
import org.bangxiao.notice.Reader;
import org.bangxiao.order.Bought;
import org.bangxiao.order.Shopper;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Secrets;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Invoices of orders: asked for once by whoever paid, changed until they are issued, issued once by the supplier for what
 * was paid and did not go back.
 */
@ApplicationScoped
public class Invoices {
    static final String DESK = "/desk/invoices";

    private final Tx tx;
    private final BusinessClock clock;
    private final Bought bought;
    private final Secrets secrets;
    private final Inbox inbox;
    private final InvoiceRepository repository;

    Invoices(Tx tx, BusinessClock clock, Bought bought, Secrets secrets, Inbox inbox, InvoiceRepository repository) {
        this.tx = tx;
        this.clock = clock;
        this.bought = bought;
        this.secrets = secrets;
        this.inbox = inbox;
        this.repository = repository;
    }

    /** An order of the buyer, and its invoice where it was asked for. */
    record Asked(Bought.Order order, @Nullable Invoice invoice) {}

    /** Somebody else's order is {@code not-found}. */
    Uni<Asked> of(Shopper buyer, UUID part) {
        return order(tx.pool(), buyer, part)
                .chain(order -> repository
                        .ofOrder(tx.pool(), part)
                        .map(kept -> new Asked(
                                order, kept.map(InvoiceRepository.Kept::invoice).orElse(null))));
    }

    /**
     * Asks the supplier, or changes to whom it is made out. {@code not-found}; {@code invoice-nothing-paid},
     * {@code invoice-issued-already}, and what {@link Payer#checked} refuses.
     */
    Uni<Invoice> ask(Shopper buyer, UUID part, Payer typed) {
        Payer payer = typed.checked();
        return tx.write(connection -> order(connection, buyer, part).chain(order -> {
                    if (!order.paid() || order.leftFen() <= 0) {
                        throw InvoiceProblems.nothingPaid();
                    }
                    return repository
                            .ask(connection, Ids.next(), order, payer, sealed(part, payer), clock.instant())
                            .invoke(written -> {
                                if (!written) {
                                    throw InvoiceProblems.issuedAlready();
                                }
                            })
                            .chain(() -> repository.ofOrder(connection, part))
                            .map(kept -> kept.orElseThrow().invoice())
                            .call(invoice -> inbox.tell(
                                    connection,
                                    new Note(
                                            Reader.organisation(order.organisationId()),
                                            "note.invoice-asked",
                                            List.of(order.number()),
                                            DESK + "/" + invoice.id(),
                                            "invoice:" + invoice.id())))
                            .call(invoice -> deed(connection, null, "invoice-ask", invoice.id()));
                }))
                .onFailure()
                .transform(InvoiceProblems::named);
    }

    /** Those asked of the supplier, the newest first; to whom they are made out is masked. */
    Uni<Page<Invoice>> atDesk(Actor supplier, boolean waiting, @Nullable UUID before, int size) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        return repository
                .ofSupplier(tx.pool(), organisation, waiting, before, size + 1)
                .map(found -> {
                    List<Invoice> items = found.stream()
                            .limit(size)
                            .map(InvoiceRepository.Kept::invoice)
                            .toList();
                    return new Page<>(
                            items,
                            found.size() > size ? items.get(size - 1).id().toString() : null,
                            -1);
                });
    }

    /** One of them; while it has to be issued in the clear, and the reading is written down. {@code not-found}. */
    Uni<Opened> open(Actor supplier, UUID id) {
        return tx.write(connection -> own(connection, supplier, id)
                .chain(kept -> kept.invoice().number() != null
                        ? Uni.createFrom().item(new Opened(kept.invoice(), null))
                        : deed(connection, supplier, "invoice-payer-read", id)
                                .map(done -> new Opened(kept.invoice(), payer(kept)))));
    }

    /** @param payer null once it was issued */
    record Opened(Invoice invoice, @Nullable Payer payer) {}

    /**
     * Notes under which number and day it was issued. {@code not-found}; {@code invoice-issued-already},
     * {@code invoice-nothing-paid} where everything went back; at fields {@code invoice-number}, {@code
     * invoice-number-used}, {@code date-invalid}, {@code invoice-date-future}.
     */
    Uni<Void> issue(Actor supplier, UUID id, @Nullable String number, @Nullable LocalDate day) {
        String digits = number == null ? "" : number.replaceAll("\\s", "");
        if (!digits.matches("\\d{8,20}")) {
            throw Problem.field("/number", "invoice-number");
        }
        if (day == null) {
            throw Problem.field("/issuedOn", "date-invalid");
        }
        if (day.isAfter(clock.today())) {
            throw Problem.field("/issuedOn", "invoice-date-future");
        }
        return tx.write(connection -> own(connection, supplier, id).chain(kept -> {
                    Invoice invoice = kept.invoice();
                    if (invoice.number() != null) {
                        throw InvoiceProblems.issuedAlready();
                    }
                    if (invoice.leftFen() <= 0) {
                        throw InvoiceProblems.nothingPaid();
                    }
                    return repository
                            .issue(
                                    connection,
                                    id,
                                    invoice.leftFen(),
                                    digits,
                                    day,
                                    supplier.accountId(),
                                    clock.instant())
                            .chain(() -> tellBuyer(connection, kept))
                            .chain(() -> deed(connection, supplier, "invoice-issue", id));
                }))
                .onFailure()
                .transform(InvoiceProblems::named);
    }

    private Uni<Void> tellBuyer(SqlConnection connection, InvoiceRepository.Kept kept) {
        UUID account = kept.accountId();
        return account == null
                ? Uni.createFrom().voidItem()
                : inbox.tell(
                        connection,
                        new Note(
                                Reader.account(account),
                                "note.invoice-issued",
                                List.of(kept.invoice().orderNumber()),
                                "/orders/" + kept.invoice().orderId() + "/invoice",
                                "invoice-issued:" + kept.invoice().id()));
    }

    private Uni<Bought.Order> order(SqlClient client, Shopper buyer, UUID part) {
        return bought.order(client, buyer, part).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Uni<InvoiceRepository.Kept> own(SqlConnection connection, Actor supplier, UUID id) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        return repository
                .lock(connection, id)
                .map(found -> found.filter(kept -> kept.organisationId().equals(organisation))
                        .orElseThrow(Problem::notFound));
    }

    private byte[] sealed(UUID part, Payer payer) {
        return secrets.encrypt(payer.json(), place(part));
    }

    private Payer payer(InvoiceRepository.Kept kept) {
        return Payer.fromJson(
                kept.invoice().kind(),
                secrets.decrypt(kept.payer().getBytes(), place(kept.invoice().orderId())));
    }

    private static String place(UUID part) {
        return "invoice:" + part + ":payer";
    }

    private Uni<Void> deed(SqlConnection connection, @Nullable Actor actor, String action, UUID id) {
        return Audit.write(
                connection,
                new Audit.Deed(
                        clock.instant(),
                        actor == null ? null : actor.accountId(),
                        actor == null ? null : actor.personId(),
                        null,
                        action,
                        "invoice",
                        id.toString(),
                        Map.of()));
    }
}
