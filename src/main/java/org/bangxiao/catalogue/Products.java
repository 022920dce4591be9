package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.bangxiao.certification.SecondCertificate;
import org.bangxiao.certification.SecondCertificates;
import org.bangxiao.household.Agreement;
import org.bangxiao.household.Agreements;
import org.bangxiao.kernel.Page;
import org.bangxiao.kernel.Problem;
import org.bangxiao.organisation.OrganisationView;
import org.bangxiao.organisation.Organisations;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;
import org.bangxiao.region.Label;
import org.jspecify.annotations.Nullable;

/** Finds what is on sale under a certificate that holds today. One statement a page, and one for how many there are. */
@ApplicationScoped
public class Products {
    /** Totals are exact up to here; more are not counted. */
    public static final int MOST_COUNTED = 10_000;

    /** The same for a search, where each product must be looked at to be counted. */
    public static final int MOST_FOUND = 1_000;

    /** Figures that nobody buys by. */
    private static final Duration FIGURES_KEPT = Duration.ofMinutes(1);

    private static final int SIMILAR = 4;

    private final ProductRepository repository;
    private final Agreements agreements;
    private final Organisations organisations;
    private final SecondCertificates seconds;
    private final Origins origins;
    private final ShopWindow window;
    private final BusinessClock clock;
    private final Tx tx;

    Products(
            ProductRepository repository,
            Agreements agreements,
            Organisations organisations,
            SecondCertificates seconds,
            Origins origins,
            ShopWindow window,
            BusinessClock clock,
            Tx tx) {
        this.repository = repository;
        this.agreements = agreements;
        this.organisations = organisations;
        this.seconds = seconds;
        this.origins = origins;
        this.window = window;
        this.clock = clock;
        this.tx = tx;
    }

    private record FacetsOf(String q, ProductFilter filter) {}

    private record Total(ProductQuery query) {}

    private record Kind(String category) {}

    /**
     * What a look at the shelf found.
     *
     * @param query    the question that found it, with one good more than its size where there are more
     * @param shownFor the nearest words, where those asked for found nothing
     */
    private record Sought(
            ProductQuery query,
            SearchWords.@Nullable Query words,
            List<ProductRepository.Placed> placed,
            @Nullable String shownFor) {}

    private record BehindOf(UUID listing, long priceFen, LocalDate day) {}

    /** Where the price goes, who supplies and what else certifies. */
    private record Behind(List<Leg> legs, OrganisationView.Name supplier, List<SecondCertificate> seconds) {}

    /** The newest of a kind. */
    private record OfKind(List<ProductCard> cards) {
        List<UUID> goods() {
            return cards.stream().map(ProductCard::id).toList();
        }
    }

    /** One page. Fails with {@code invalid-input} where the cursor is not one of this order. */
    public Uni<Page<ProductCard>> list(ProductQuery query) {
        return shelf(query).map(ProductShelf::page);
    }

    /** How many goods each filter would leave of what is found by exactly these words. */
    public Uni<Facets> facets(ProductQuery query) {
        return window.show(
                new FacetsOf(query.q(), query.filter()),
                Facets.class,
                all -> List.of(),
                FIGURES_KEPT,
                () -> tx.read(
                        connection -> repository.facets(connection, query, words(query), clock.today(), MOST_COUNTED)));
    }

    /** {@code not-found} for what is not on sale today. */
    public Uni<ProductView> find(UUID id) {
        return window.show(id, ProductView.class, view -> List.of(view.card().id()), () -> one(id, false));
    }

    /** As it would be shown, on sale or not; its supplier alone may ask. */
    Uni<ProductView> preview(UUID id) {
        return one(id, true);
    }

    Uni<ProductShelf> shelf(ProductQuery query) {
        return window.show(query, ProductShelf.class, ProductShelf::goods, () -> {
            Instant now = clock.instant();
            LocalDate day = BusinessClock.dayOf(now);
            SearchWords.Query words = words(query);
            if (words == null && !query.q().isEmpty()) {
                return Uni.createFrom().item(new ProductShelf(new Page<>(List.of(), null, 0)));
            }
            return tx.read(connection -> placed(connection, query, words, day, now)
                            .chain(found -> words == null || !found.isEmpty()
                                    ? Uni.createFrom().item(new Sought(query, words, found, null))
                                    : inOtherWords(connection, query, words, day, now)))
                    .chain(sought -> page(sought, day).map(page -> new ProductShelf(page, sought.shownFor())));
        });
    }

    /** What the nearest words find, where those asked for find nothing; nothing where no words are near. */
    private Uni<Sought> inOtherWords(
            SqlConnection connection, ProductQuery query, SearchWords.Query asked, LocalDate day, Instant now) {
        Sought nothing = new Sought(query, asked, List.of(), null);
        Spelling spelling = new Spelling(query.q(), origins.places());
        return repository.nearest(connection, spelling, day).chain(instead -> {
            String corrected = spelling.corrected(instead);
            ProductQuery other = corrected == null ? query : query.asking(corrected);
            SearchWords.Query words = words(other);
            if (corrected == null || words == null) {
                return Uni.createFrom().item(nothing);
            }
            return placed(connection, other, words, day, now)
                    .map(found -> found.isEmpty() ? nothing : new Sought(other, words, found, corrected));
        });
    }

    /** What the goods whose names begin so are called, at most so many. */
    Uni<List<ProductCard>> beginning(String typed, int most) {
        SearchWords.Query words = SearchWords.beginning(typed, origins.places());
        if (words == null) {
            return Uni.createFrom().item(List.of());
        }
        ProductQuery query =
                new ProductQuery(typed, ProductFilter.NOTHING, ProductQuery.Sort.RELEVANCE, null, most - 1);
        return firsts(query, words);
    }

    /** Others of its kind, the newest first. */
    Uni<List<ProductCard>> similar(ProductCard card) {
        ProductQuery query = new ProductQuery(
                "", ProductFilter.NOTHING.category(card.category()), ProductQuery.Sort.NEWEST, null, SIMILAR);
        return window.show(
                        new Kind(card.category()),
                        OfKind.class,
                        OfKind::goods,
                        () -> firsts(query, null).map(OfKind::new))
                .map(kind -> kind.cards().stream()
                        .filter(other -> !other.id().equals(card.id()))
                        .limit(SIMILAR)
                        .toList());
    }

    /** The first of a page and one more, without counting how many there are. */
    private Uni<List<ProductCard>> firsts(ProductQuery query, SearchWords.@Nullable Query words) {
        return tx.read(connection -> {
                    Instant now = clock.instant();
                    return repository.page(connection, query, words, null, BusinessClock.dayOf(now), now);
                })
                .map(placed ->
                        placed.stream().map(ProductRepository.Placed::card).toList());
    }

    private Uni<List<ProductRepository.Placed>> placed(
            SqlConnection connection,
            ProductQuery query,
            SearchWords.@Nullable Query words,
            LocalDate day,
            Instant now) {
        Cursor after = query.cursor() == null ? null : Cursor.decode(query.cursor(), query.sort());
        return repository.page(connection, query, words, after, day, now);
    }

    private Uni<Page<ProductCard>> page(Sought sought, LocalDate day) {
        ProductQuery query = sought.query();
        List<ProductRepository.Placed> placed = sought.placed();
        boolean whole = query.cursor() == null && placed.size() <= query.size();
        Uni<Long> total = whole ? Uni.createFrom().item((long) placed.size()) : total(query, sought.words(), day);
        return total.map(all -> Page.of(
                        placed, query.size(), last -> last.cursor(query.sort()).encode(), all)
                .map(ProductRepository.Placed::card));
    }

    private Uni<Long> total(ProductQuery query, SearchWords.@Nullable Query words, LocalDate day) {
        int most = words == null ? MOST_COUNTED : MOST_FOUND;
        return window.show(
                new Total(query.whole()),
                Long.class,
                all -> List.of(),
                FIGURES_KEPT,
                () -> tx.read(connection -> repository.count(connection, query, words, day, most)));
    }

    private Uni<ProductView> one(UUID id, boolean any) {
        Instant now = clock.instant();
        LocalDate day = BusinessClock.dayOf(now);
        return tx.read(connection -> repository.find(connection, id, any, day, now))
                .onItem()
                .ifNull()
                .failWith(Problem::notFound)
                .chain(found -> behind(found.card(), day).map(behind -> view(found, behind)));
    }

    /** Changes seldom, and never for what is bought: the cart and the checkout look for themselves. */
    private Uni<Behind> behind(ProductCard card, LocalDate day) {
        return window.show(
                new BehindOf(card.id(), card.priceFen(), day),
                Behind.class,
                behind -> List.of(),
                FIGURES_KEPT,
                () -> tx.read(connection -> legs(connection, card, day)
                        .chain(legs -> organisations
                                .names(connection, List.of(card.organisationId()))
                                .map(names ->
                                        names.getOrDefault(card.organisationId(), new OrganisationView.Name("", "")))
                                .chain(name -> seconds.ofProduct(connection, card.productId(), card.countyCode(), day)
                                        .map(others -> new Behind(legs, name, others))))));
    }

    private ProductView view(ProductRepository.Found found, Behind behind) {
        ProductCard card = found.card();
        Label category = origins.category(card.category());
        Label prefecture = origins.prefecture(card.countyCode());
        Label word = origins.word(card.countyCode(), clock.today());
        return new ProductView(
                card,
                found.descriptionZh(),
                found.descriptionEn(),
                category.zh(),
                category.en(),
                origins.prefectureCode(card.countyCode()),
                prefecture.zh(),
                prefecture.en(),
                behind.supplier().zh(),
                behind.supplier().en(),
                found.netWeightGrams(),
                found.weighed(),
                found.shelf(),
                found.certificateValidTo(),
                behind.legs(),
                found.prices().steps(clock.today()),
                found.delivery(),
                found.answered(),
                found.pictures(),
                found.boxes(),
                found.days(),
                behind.seconds(),
                word.zh(),
                word.en());
    }

    /** Where the price of one unit goes; nothing where no agreement is in force. */
    Uni<List<Leg>> legs(SqlConnection connection, ProductCard card, LocalDate day) {
        return agreements.inForce(connection, List.of(card.productId()), day).map(inForce -> {
            Agreement agreement = inForce.get(card.productId());
            return agreement == null ? List.of() : Leg.of(agreement.split(card.priceFen(), 1));
        });
    }

    private SearchWords.@Nullable Query words(ProductQuery query) {
        return query.q().isEmpty() ? null : SearchWords.query(query.q(), origins.places());
    }
}
