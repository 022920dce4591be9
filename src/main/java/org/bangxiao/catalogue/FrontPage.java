package org.bangxiao.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Tx;

/** What the shop shows to those who just come in: of every kind the first few, and the shop in three numbers. */
@ApplicationScoped
class FrontPage {
    private static final Duration FIGURES_KEPT = Duration.ofMinutes(1);
    private static final int SHOWN = 8;
    private static final int UNSOLD_SHOWN = 4;
    private static final int ZONES_SHOWN = 3;

    /**
     * What it shows.
     *
     * @param unsold    what an officer found to lie unsold
     * @param certified the goods certified last
     * @param legs      where the price of the first of them goes
     * @param zones     those that were opened last
     */
    record Front(
            ProductRepository.Figures figures,
            List<ProductCard> inSeason,
            List<ProductCard> unsold,
            List<ProductCard> certified,
            List<Leg> legs,
            List<Zone> zones) {
        List<UUID> goods() {
            return Stream.of(inSeason, unsold, certified)
                    .flatMap(List::stream)
                    .map(ProductCard::id)
                    .toList();
        }
    }

    private record FrontKey() {}

    private record FiguresKey() {}

    private final Products products;
    private final ProductRepository repository;
    private final ZoneRepository zones;
    private final ShopWindow window;
    private final BusinessClock clock;
    private final Tx tx;

    FrontPage(
            Products products,
            ProductRepository repository,
            ZoneRepository zones,
            ShopWindow window,
            BusinessClock clock,
            Tx tx) {
        this.products = products;
        this.repository = repository;
        this.zones = zones;
        this.window = window;
        this.clock = clock;
        this.tx = tx;
    }

    Uni<Front> front() {
        return window.show(new FrontKey(), Front.class, Front::goods, () -> {
            Instant now = clock.instant();
            LocalDate day = BusinessClock.dayOf(now);
            return figures(day).chain(figures -> tx.read(connection -> front(connection, figures, day, now)));
        });
    }

    private Uni<ProductRepository.Figures> figures(LocalDate day) {
        return window.show(
                new FiguresKey(),
                ProductRepository.Figures.class,
                figures -> List.of(),
                FIGURES_KEPT,
                () -> tx.read(connection -> repository.figures(connection, day)));
    }

    private Uni<Front> front(SqlConnection connection, ProductRepository.Figures figures, LocalDate day, Instant now) {
        ProductFilter all = ProductFilter.NOTHING;
        return newest(connection, all.inSeason(true), SHOWN, day, now)
                .chain(inSeason -> newest(connection, all.needsBuyers(true), UNSOLD_SHOWN, day, now)
                        .chain(unsold -> repository
                                .certifiedLast(connection, SHOWN, day, now)
                                .chain(certified -> (certified.isEmpty()
                                                ? Uni.createFrom().item(List.<Leg>of())
                                                : products.legs(connection, certified.get(0), day))
                                        .chain(legs -> zones.open(connection, day, null, ZONES_SHOWN)
                                                .map(open -> new Front(
                                                        figures, inSeason, toBuy(unsold), certified, legs, open))))));
    }

    /** Whoever comes to help must find something to buy. */
    private static List<ProductCard> toBuy(List<ProductCard> unsold) {
        return unsold.stream().filter(card -> card.stock() > 0).toList();
    }

    private Uni<List<ProductCard>> newest(
            SqlConnection connection, ProductFilter filter, int most, LocalDate day, Instant now) {
        ProductQuery query = new ProductQuery("", filter, ProductQuery.Sort.NEWEST, null, most - 1);
        return repository
                .page(connection, query, null, null, day, now)
                .map(placed ->
                        placed.stream().map(ProductRepository.Placed::card).toList());
    }
}
