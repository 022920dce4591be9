package org.bangxiao.order;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.bangxiao.catalogue.Listings;
import org.bangxiao.catalogue.Places;
import org.bangxiao.catalogue.SaleableListing;
import org.bangxiao.catalogue.Stock;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.payment.PaymentIntent;
import org.bangxiao.payment.PaymentListener;
import org.bangxiao.payment.PaymentRefund;
import org.bangxiao.payment.Payments;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.promotion.Coupons;
import org.bangxiao.sale.RecordedSale;
import org.bangxiao.sale.SaleDraft;
import org.bangxiao.sale.Sales;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What became of purchases. Money that arrives takes the held goods and records the sales in one transaction; where the
 * hold ran out and the goods are gone, the money goes back by itself.
 */
@ApplicationScoped
class Purchases implements PaymentListener {
    private static final String SOURCE = "retail";

    private final Tx tx;
    private final PurchaseRepository repository;
    private final PurchaseReadRepository reads;
    private final Listings listings;
    private final Stock stock;
    private final Places places;
    private final VisitCode codes;
    private final Sales sales;
    private final PartFreight freight;
    private final PartSubsidy subsidies;
    private final Coupons coupons;
    private final BuyerNotes notes;
    private final jakarta.inject.Provider<Payments> payments;
    private final Organisations organisations;
    private final BusinessClock clock;
    private final String channel;

    /** @param channel the one primary channel of what consumers buy, by its id in the policy packs */
    Purchases(
            Tx tx,
            PurchaseRepository repository,
            PurchaseReadRepository reads,
            Listings listings,
            Stock stock,
            Places places,
            VisitCode codes,
            Sales sales,
            PartFreight freight,
            PartSubsidy subsidies,
            Coupons coupons,
            BuyerNotes notes,
            jakarta.inject.Provider<Payments> payments,
            Organisations organisations,
            BusinessClock clock,
            @ConfigProperty(name = "bangxiao.order.channel") String channel) {
        this.tx = tx;
        this.repository = repository;
        this.reads = reads;
        this.listings = listings;
        this.stock = stock;
        this.places = places;
        this.codes = codes;
        this.sales = sales;
        this.freight = freight;
        this.subsidies = subsidies;
        this.coupons = coupons;
        this.notes = notes;
        this.payments = payments;
        this.organisations = organisations;
        this.clock = clock;
        this.channel = channel;
    }

    /** The shopper's own purchase; anybody else's is {@code not-found}. */
    Uni<PurchaseView> view(UUID id, Shopper shopper) {
        return tx.read(connection -> reads.view(connection, id, shopper).chain(found -> whole(connection, found)));
    }

    /** A purchase that no account owns, for whoever was given its link; any other is {@code not-found}. */
    Uni<PurchaseView> ofGuest(UUID id) {
        return tx.read(connection -> reads.ofGuest(connection, id).chain(found -> whole(connection, found)));
    }

    private Uni<PurchaseView> whole(SqlConnection connection, Optional<PurchaseView> found) {
        PurchaseView purchase = found.orElseThrow(Problem::notFound);
        return organisations
                .names(
                        connection,
                        purchase.parts().stream()
                                .map(PurchaseView.Part::organisationId)
                                .toList())
                .chain(names -> payments.get()
                        .ofSubject(connection, purchase.id())
                        .map(payment -> named(purchase, names, payment.orElse(null))));
    }

    /** Where the pictures of what was bought lie, by listing. */
    Uni<Map<UUID, String>> pictures(PurchaseView purchase) {
        List<UUID> bought = purchase.parts().stream()
                .flatMap(part -> part.lines().stream())
                .map(PurchaseView.Line::listingId)
                .distinct()
                .toList();
        return tx.read(connection -> listings.known(connection, bought)).map(known -> {
            Map<UUID, String> pictures = new HashMap<>();
            known.forEach((listing, goods) -> pictures.put(listing, goods.picture()));
            return pictures;
        });
    }

    @Override
    public Uni<Void> captured(SqlConnection connection, PaymentIntent intent) {
        Instant now = clock.instant();
        return repository
                .lock(connection, intent.subject())
                .map(found -> found.orElseThrow(Problem::notFound))
                .chain(purchase -> {
                    if (!purchase.state().equals("PLACED") && !purchase.state().equals("EXPIRED")) {
                        throw OrderProblems.wrongState(purchase.state());
                    }
                    return repository
                            .dueLines(connection, purchase.id())
                            .chain(lines -> sell(connection, purchase, lines, now)
                                    .call(() -> take(connection, purchase.id(), lines)));
                })
                .call(sold -> notes.paid(connection, sold))
                .chain(sold -> sold.state().equals("EXPIRED") && sold.discountFen() > 0
                        ? coupons.useAgain(connection, sold.id())
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> take(SqlConnection connection, UUID purchase, List<PurchaseRepository.DueLine> lines) {
        return stock.take(connection, purchase, "purchase:" + purchase)
                .chain(() -> lines.stream().allMatch(line -> line.day() == null)
                        ? Uni.createFrom().voidItem()
                        : places.take(connection, purchase));
    }

    private Uni<PurchaseRepository.Head> sell(
            SqlConnection connection,
            PurchaseRepository.Head purchase,
            List<PurchaseRepository.DueLine> lines,
            Instant now) {
        return listings.known(
                        connection,
                        lines.stream()
                                .map(PurchaseRepository.DueLine::listingId)
                                .toList())
                .chain(goods -> sales.record(connection, drafts(lines, goods, now)))
                .chain(recorded -> freight.book(connection, purchase.id(), freightOf(lines))
                        .chain(freightTx -> subsidies
                                .book(connection, purchase)
                                .chain(subsidyTx -> repository.paid(
                                        connection,
                                        purchase.id(),
                                        lines,
                                        recorded.stream().map(RecordedSale::id).toList(),
                                        recorded.stream()
                                                .map(sale -> sale.split().floorFen()
                                                        + sale.split().dividendFen())
                                                .toList(),
                                        freightTx,
                                        subsidyTx,
                                        now))))
                .replaceWith(purchase);
    }

    @Override
    public Uni<Void> returned(SqlConnection connection, PaymentIntent intent) {
        return stock.release(connection, intent.subject())
                .chain(() -> places.release(connection, intent.subject()))
                .chain(() -> repository.end(connection, intent.subject(), "CANCELLED"))
                .chain(ended -> ended
                        ? coupons.giveBack(connection, List.of(intent.subject()))
                        : Uni.createFrom().voidItem());
    }

    @Override
    public Uni<Void> refunded(SqlConnection connection, PaymentIntent intent, PaymentRefund refund) {
        return notes.refunded(connection, intent.subject(), refund.id(), refund.amountFen());
    }

    @Override
    public Uni<Boolean> payable(SqlConnection connection, UUID subject) {
        return repository.dueLines(connection, subject).chain(lines -> {
            List<UUID> ids = lines.stream()
                    .map(PurchaseRepository.DueLine::listingId)
                    .distinct()
                    .toList();
            return listings.saleable(connection, ids, clock.today())
                    .map(saleable -> saleable.keySet().containsAll(ids));
        });
    }

    @Override
    public String returnPath(UUID subject) {
        return "/purchases/" + subject;
    }

    @Override
    public Uni<Offer> offer(SqlConnection connection, UUID subject) {
        return repository
                .lock(connection, subject)
                .map(found -> found.orElseThrow(Problem::notFound))
                .map(head -> new Offer(
                        head.holdsUntil(),
                        head.state().equals("PLACED") && head.holdsUntil().isAfter(clock.instant()),
                        head.signedIn()));
    }

    /** A hold lives exactly as long as its purchase waits for its money. */
    @Override
    public Uni<Void> keep(SqlConnection connection, UUID subject, Instant until) {
        return repository
                .keep(connection, subject, until)
                .chain(() -> repository.dueLines(connection, subject))
                .chain(lines -> {
                    SortedMap<UUID, Long> quantities = new TreeMap<>();
                    lines.stream()
                            .filter(line -> line.day() == null)
                            .forEach(line -> quantities.merge(line.listingId(), line.quantity(), Math::addExact));
                    List<Places.Wanted> wanted = lines.stream()
                            .flatMap(line -> line.wanted().stream())
                            .toList();
                    return stock.hold(connection, subject, quantities, until)
                            .chain(() -> places.hold(connection, subject, wanted, until));
                });
    }

    /** Purchases that were not paid in time are over; their holds count no more from that moment anyway. */
    @Scheduled(every = "20s", delayed = "20s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> expire() {
        return tx.write(connection -> repository
                .expire(connection, clock.instant())
                .chain(withCoupon -> coupons.giveBack(connection, withCoupon)));
    }

    private List<SaleDraft> drafts(
            List<PurchaseRepository.DueLine> lines, Map<UUID, SaleableListing> goods, Instant now) {
        List<SaleDraft> drafts = new ArrayList<>();
        for (PurchaseRepository.DueLine line : lines) {
            SaleableListing listing = Objects.requireNonNull(goods.get(line.listingId()));
            drafts.add(new SaleDraft(
                    SOURCE,
                    line.partNumber() + "/" + line.lineNo(),
                    listing.listingId(),
                    listing.productId(),
                    listing.organisationId(),
                    line.quantity(),
                    line.amountFen(),
                    channel,
                    List.of(),
                    now,
                    false));
        }
        return drafts;
    }

    private static Map<UUID, Long> freightOf(List<PurchaseRepository.DueLine> lines) {
        Map<UUID, Long> bySupplier = new HashMap<>();
        Set<UUID> counted = new HashSet<>();
        lines.stream()
                .filter(line -> counted.add(line.partId()))
                .forEach(line -> bySupplier.merge(line.organisationId(), line.freightFen(), Math::addExact));
        return bySupplier;
    }

    private PurchaseView named(
            PurchaseView purchase, Map<UUID, OrganisationView.Name> names, @Nullable PaymentIntent payment) {
        String payable = purchase.state().equals("PLACED") ? "PENDING|FAILED|CANCELLED" : "PENDING";
        String payLink = payment != null && payment.state().matches(payable) ? payment.payPath() : null;
        List<PurchaseView.Part> parts = purchase.parts().stream()
                .map(part -> {
                    OrganisationView.Name name =
                            names.getOrDefault(part.organisationId(), new OrganisationView.Name("", ""));
                    return new PurchaseView.Part(
                            part.id(),
                            part.number(),
                            part.state(),
                            part.organisationId(),
                            name.zh(),
                            name.en(),
                            part.totalFen(),
                            part.freightFen(),
                            part.window(),
                            part.accepted(),
                            part.visit(),
                            part.visit() != null && part.state().equals("PAID") ? codes.of(part.id()) : null,
                            part.parcels(),
                            part.lines());
                })
                .toList();
        return new PurchaseView(
                purchase.id(),
                purchase.guest(),
                purchase.state(),
                purchase.totalFen(),
                purchase.couponZh(),
                purchase.couponEn(),
                purchase.discountFen(),
                purchase.placedAt(),
                purchase.holdsUntil(),
                purchase.paidAt(),
                purchase.receiverMasked(),
                payLink,
                purchase.householdsFen(),
                payment == null ? 0 : payment.refundedFen(),
                payment == null ? 0 : payment.refundingFen(),
                parts);
    }
}
