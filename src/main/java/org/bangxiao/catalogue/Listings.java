package org.bangxiao.catalogue;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bangxiao.certification.CertificateView;
import org.bangxiao.certification.Certificates;
import org.bangxiao.certification.CertifiedProduct;
import org.bangxiao.household.BenefitLinks;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.Mandates;
import org.bangxiao.organisation.Standings;
import org.bangxiao.platform.Audit;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Ids;
import org.bangxiao.platform.Tx;
import org.jspecify.annotations.Nullable;

/** Puts certified products on sale, lets their suppliers change price and stock, and says what may be sold. */
@ApplicationScoped
public class Listings {
    private final ListingRepository repository;
    private final StockRepository stock;
    private final Certificates certificates;
    private final Standings standings;
    private final Mandates mandates;
    private final BenefitLinks links;
    private final PriceCeilings ceilings;
    private final Origins origins;
    private final ShopWindow window;
    private final BusinessClock clock;
    private final Tx tx;

    Listings(
            ListingRepository repository,
            StockRepository stock,
            Certificates certificates,
            Standings standings,
            Mandates mandates,
            BenefitLinks links,
            PriceCeilings ceilings,
            Origins origins,
            ShopWindow window,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.stock = stock;
        this.certificates = certificates;
        this.standings = standings;
        this.mandates = mandates;
        this.links = links;
        this.ceilings = ceilings;
        this.origins = origins;
        this.window = window;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Puts a product of the supplier's organisation on sale.
     *
     * @throws Problem {@code supplier-not-selling} (422), {@code product-not-certified} (422) without a certificate that holds today,
     *     {@code product-listed-already} (409), {@code invalid-input} (400), at {@code /priceFen} {@code
     *     price-above-certified}
     */
    public Uni<ListingView> list(ListingDraft draft, Actor supplier) {
        return tx.write(connection -> certificates
                .validOn(connection, List.of(draft.productId()), clock.today())
                .map(valid -> Optional.ofNullable(valid.get(draft.productId()))
                        .map(CertificateView::organisationId)
                        .orElseThrow(CatalogueProblems::notCertified))
                .call(owner -> mandates.requireActsFor(connection, supplier, owner, draft.productId())
                        .onFailure(Problem.class)
                        .transform(stranger -> CatalogueProblems.notCertified()))
                .chain(owner -> list(connection, draft, owner, supplier))
                .chain(id -> repository.view(connection, id, clock.instant()))
                .onItem()
                .ifNull()
                .failWith(Problem::notFound));
    }

    /**
     * The same in the caller's transaction, for a known organisation; the guard is in this transaction too.
     *
     * @param by who does it, null for a program
     * @return the listing's id
     */
    public Uni<UUID> list(SqlConnection connection, ListingDraft draft, UUID organisation, @Nullable Actor by) {
        draft.check();
        Instant now = clock.instant();
        LocalDate day = BusinessClock.dayOf(now);
        UUID id = Ids.next();
        return standings
                .requireSelling(connection, organisation)
                .chain(() -> certificates.validOn(connection, List.of(draft.productId()), day))
                .invoke(valid -> {
                    CertificateView certificate = valid.get(draft.productId());
                    if (certificate == null || !certificate.organisationId().equals(organisation)) {
                        throw CatalogueProblems.notCertified();
                    }
                })
                .chain(() -> certificates.products(connection, List.of(draft.productId())))
                .map(products -> Optional.ofNullable(products.get(draft.productId()))
                        .orElseThrow(CatalogueProblems::notCertified))
                .call(product -> requireBelowCeiling(connection, product, draft.priceFen()))
                .chain(product -> insert(connection, id, draft, product, now))
                .chain(() -> stock.open(connection, id, draft.stock(), now))
                .chain(() -> Audit.write(
                        connection,
                        deed(
                                now,
                                by,
                                "listing-open",
                                id,
                                Map.of("product", draft.productId().toString()))))
                .onFailure()
                .transform(CatalogueProblems::refusedListing)
                .invoke(() -> window.changed())
                .replaceWith(id);
    }

    /**
     * Changes price, description or whether it is on sale.
     *
     * @throws Problem {@code not-found} for another organisation's, {@code listing-changed-meanwhile} (409) for an older
     *     version, {@code invalid-input} (400), at {@code /priceFen} {@code price-above-certified} for one that goes up
     */
    public Uni<Void> change(UUID id, ListingChange change, Actor supplier) {
        change.check();
        return tx.read(connection -> own(connection, id, supplier)
                        .call(listing -> requireBelowCeiling(connection, listing, change.priceFen())))
                .chain(() -> Panache.withTransaction(() -> changed(id, change, supplier)));
    }

    /** What was certified, or less, needs no look at what others ask. */
    private Uni<Void> requireBelowCeiling(SqlConnection connection, CertifiedProduct product, @Nullable Long priceFen) {
        return priceFen == null || priceFen <= product.priceFen()
                ? Uni.createFrom().voidItem()
                : ceilings.of(connection, List.of(product))
                        .invoke(found -> found.values()
                                .forEach(ceiling -> ceiling.require("/priceFen", product.priceFen(), priceFen)))
                        .replaceWithVoid();
    }

    private Uni<Void> requireBelowCeiling(SqlConnection connection, ListingView listing, @Nullable Long priceFen) {
        return priceFen == null || priceFen <= listing.priceFen()
                ? Uni.createFrom().voidItem()
                : ceilings.of(connection, Set.of(listing.productId()))
                        .invoke(found -> found.values()
                                .forEach(ceiling -> ceiling.require("/priceFen", listing.priceFen(), priceFen)))
                        .replaceWithVoid();
    }

    private Uni<Void> changed(UUID id, ListingChange change, Actor supplier) {
        return repository
                .findById(id)
                .onItem()
                .ifNull()
                .failWith(Problem::notFound)
                .invoke(listing -> listing.apply(change, clock.instant()))
                .call(repository::written)
                .call(listing -> repository.audit(deed(
                        clock.instant(),
                        supplier,
                        "listing-change",
                        id,
                        Map.of("priceFen", listing.priceFen, "state", listing.state))))
                .invoke(() -> window.changed())
                .replaceWithVoid();
    }

    /**
     * Says when one's own goods are sent and how they keep.
     *
     * @throws Problem {@code invalid-input}, {@code not-found}
     */
    public Uni<ListingView> keep(UUID id, ShelfData data, Actor supplier) {
        List<Problem.FieldError> errors = data.faults();
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
        return tx.write(connection -> own(connection, id, supplier)
                .chain(() -> repository.keeping(connection, id, data))
                .chain(() -> Audit.write(
                        connection,
                        deed(
                                clock.instant(),
                                supplier,
                                "listing-change",
                                id,
                                Map.of("saleMonths", data.saleMonths().toString()))))
                .invoke(() -> window.changed())
                .chain(() -> own(connection, id, supplier)));
    }

    /** One of the supplier's own listings; {@code not-found} for any other. */
    public Uni<ListingView> find(UUID id, Actor supplier) {
        return tx.read(connection -> own(connection, id, supplier));
    }

    /** The supplier's own listings, the newest first. */
    public Uni<Page<ListingView>> own(Actor supplier, @Nullable String cursor, int size) {
        UUID organisation = supplier.requireOrganisationAs(Role.SUPPLIER);
        Cursor after = cursor == null || cursor.isEmpty() ? null : Cursor.decode(cursor, ProductQuery.Sort.NEWEST);
        return tx.read(connection -> repository.ofOrganisation(
                        connection, organisation, after, size, clock.instant(), clock.today()))
                .map(views -> {
                    List<ListingView> page = views.stream().limit(size).toList();
                    return new Page<>(page, views.size() > size ? next(page.get(size - 1)) : null, -1);
                });
    }

    /** Certificates of the supplier's organisation that hold today and under which nothing is listed yet. */
    public Uni<List<CertificateView>> listable(Actor supplier) {
        LocalDate today = clock.today();
        return actedFor(supplier).chain(all -> {
            List<CertificateView> valid = all.stream()
                    .filter(certificate -> certificate.valid()
                            && !today.isBefore(certificate.issuedOn())
                            && !today.isAfter(certificate.validTo()))
                    .toList();
            return tx.read(connection -> repository.listed(
                            connection,
                            valid.stream().map(CertificateView::productId).toList()))
                    .map(listed -> valid.stream()
                            .filter(certificate -> !listed.contains(certificate.productId()))
                            .toList());
        });
    }

    /** The certificates of those whom the actor acts for, so far as its mandates go. */
    private Uni<List<CertificateView>> actedFor(Actor supplier) {
        return tx.read(connection -> mandates.actedFor(connection, supplier)).chain(suppliers -> {
            Uni<List<CertificateView>> all = Uni.createFrom().item(new ArrayList<>());
            for (UUID one : suppliers) {
                all = all.call(found -> certificates.ofOrganisation(one).invoke(found::addAll));
            }
            return all.chain(found -> tx.read(connection -> repository.actedFor(
                            connection, supplier.requireOrganisationAs(Role.SUPPLIER), found, clock.today()))
                    .map(products -> found.stream()
                            .filter(certificate -> products.contains(certificate.productId()))
                            .toList()));
        });
    }

    /**
     * Those of the listings that may be sold on that day: on sale, by a supplier who may sell, under a certificate valid
     * that day, read in the selling transaction. A listing that is absent from the answer may not be sold.
     */
    public Uni<Map<UUID, SaleableListing>> saleable(
            SqlConnection connection, Collection<UUID> listingIds, LocalDate day) {
        return repository
                .onSale(connection, listingIds, day.equals(clock.today()) ? clock.instant() : startOf(day))
                .chain(onSale -> certificates
                        .validOn(
                                connection,
                                onSale.stream().map(SaleableListing::productId).toList(),
                                day)
                        .map(valid -> onSale.stream()
                                .filter(listing -> valid.containsKey(listing.productId()))
                                .collect(Collectors.toMap(SaleableListing::listingId, Function.identity()))));
    }

    /** Those of {@link #saleable} that can be ordered on that day: what is sold in advance, until its last day. */
    public Uni<Map<UUID, SaleableListing>> offered(
            SqlConnection connection, Collection<UUID> listingIds, LocalDate day) {
        return saleable(connection, listingIds, day)
                .map(saleable -> saleable.entrySet().stream()
                        .filter(listing -> {
                            Presale presale = listing.getValue().presale();
                            return presale == null || !presale.over(day);
                        })
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Why listings that {@link #offered} left out may not be ordered now; asks nothing where there are none. */
    public Uni<Map<UUID, Obstacle>> obstacles(SqlConnection connection, Collection<UUID> listingIds) {
        return listingIds.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : repository.obstacles(connection, listingIds, clock.instant());
    }

    /** What the shelf says of these goods today, one question after the other whatever they are. */
    public Uni<ShelfLook> look(SqlConnection connection, Collection<UUID> listingIds) {
        return offered(connection, listingIds, clock.today())
                .chain(offered -> stock.available(connection, listingIds, null, clock.instant())
                        .chain(available -> known(connection, listingIds)
                                .chain(known -> obstacles(
                                                connection,
                                                listingIds.stream()
                                                        .filter(id -> !offered.containsKey(id))
                                                        .toList())
                                        .map(obstacles -> new ShelfLook(offered, known, available, obstacles)))));
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(BusinessClock.CHINA).toInstant();
    }

    private Uni<Void> insert(
            SqlConnection connection, UUID id, ListingDraft draft, CertifiedProduct product, Instant now) {
        CertificateView certificate = product.certificate();
        List<String> about = origins.words(certificate.countyCode(), certificate.category());
        ListingRepository.Words words = ListingRepository.Words.of(certificate, about);
        return links.figures(connection, List.of(product.linkId()), BusinessClock.dayOf(now))
                .chain(figures -> {
                    int households = figures.containsKey(product.linkId())
                            ? figures.get(product.linkId()).eligibleHouseholds()
                            : 0;
                    return repository.insert(connection, id, draft, product, words, households, now);
                });
    }

    /** The same in the caller's transaction. */
    Uni<ListingView> own(SqlConnection connection, UUID id, Actor supplier) {
        return repository
                .view(connection, id, clock.instant())
                .onItem()
                .ifNull()
                .failWith(Problem::notFound)
                .call(listing ->
                        mandates.requireActsFor(connection, supplier, listing.organisationId(), listing.productId()));
    }

    private static String next(ListingView last) {
        return new Cursor(
                        ProductQuery.Sort.NEWEST,
                        0,
                        ChronoUnit.MICROS.between(Instant.EPOCH, last.listedAt()),
                        last.id())
                .encode();
    }

    static Audit.Deed deed(Instant now, @Nullable Actor by, String action, UUID id, Map<String, Object> detail) {
        return new Audit.Deed(
                now,
                by == null ? null : by.accountId(),
                by == null ? null : by.personId(),
                by == null ? null : Role.SUPPLIER,
                action,
                "listing",
                id.toString(),
                detail);
    }

    /** Those of the listings that exist, on sale or not: for showing what stands in a cart or in an order. */
    public Uni<Map<UUID, SaleableListing>> known(SqlConnection connection, Collection<UUID> listingIds) {
        return repository
                .known(connection, listingIds)
                .map(found ->
                        found.stream().collect(Collectors.toMap(SaleableListing::listingId, Function.identity())));
    }
}
