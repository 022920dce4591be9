package org.bangxiao.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.region.Label;
import org.bangxiao.region.Provinces;
import org.jspecify.annotations.Nullable;

/**
 * The facets of a list as links, each of which sets one filter and leaves the others.
 *
 * @param shipsTo a province that goods may be narrowed to; its goods are not counted
 * @param more   a facet besides the categories has something to choose
 * @param active the filters that are set; each link takes its own away
 * @param none   the list without any filter; null where none is set
 */
record FacetLinks(
        List<Choice> categories,
        String allCategories,
        List<Choice> counties,
        List<Choice> certificates,
        List<Price> prices,
        @Nullable Choice inSeason,
        @Nullable Choice needsBuyers,
        @Nullable Choice shipsTo,
        boolean more,
        List<Choice> active,
        @Nullable Price activePrice,
        @Nullable String none) {
    /** One value of a facet; a link to a value that is set already takes it away. */
    record Choice(String nameZh, String nameEn, String link, boolean current, long goods) {}

    /**
     * A band of prices in fen; null where there is no end.
     *
     * @param endFen where the next band begins
     */
    record Price(@Nullable Long fromFen, @Nullable Long endFen, String link, boolean current, long goods) {
        static Price of(@Nullable Long fromFen, @Nullable Long toFen, String link, boolean current, long goods) {
            return new Price(fromFen, toFen == null ? null : toFen + 1, link, current, goods);
        }
    }

    /** @param place the province that the visitor has goods sent to; null where nobody has said */
    static FacetLinks of(ProductQuery query, Facets facets, Origins origins, @Nullable String place) {
        ProductFilter filter = query.filter();
        List<Choice> counties = choices(facets.counties(), filter.county(), code -> to(query, filter.county(code)));
        List<Choice> certificates =
                choices(facets.certificates(), filter.certificate(), kind -> to(query, filter.certificate(kind)));
        List<Price> prices = facets.prices().stream()
                .map(band -> price(query, band.priceFrom(), band.priceTo(), band.goods()))
                .toList();
        Choice season = flag(facets.inSeason(), filter.inSeason(), to(query, filter.inSeason(!filter.inSeason())));
        Choice unsold =
                flag(facets.needsBuyers(), filter.needsBuyers(), to(query, filter.needsBuyers(!filter.needsBuyers())));
        String there = filter.shipsTo().isEmpty() ? place : filter.shipsTo();
        Choice ships = there == null ? null : ships(query, there);
        boolean more = counties.size() + prices.size() > 2
                || !certificates.isEmpty()
                || season != null
                || unsold != null
                || ships != null;
        return new FacetLinks(
                choices(facets.categories(), filter.category(), id -> to(query, filter.category(id))),
                to(query, filter.category("")),
                counties,
                certificates,
                prices,
                season,
                unsold,
                ships,
                more,
                active(query, origins),
                filter.byPrice()
                        ? Price.of(
                                filter.priceFromFen(),
                                filter.priceToFen(),
                                to(query, filter.price(null, null)),
                                true,
                                0)
                        : null,
                filter.equals(ProductFilter.NOTHING) ? null : to(query, ProductFilter.NOTHING));
    }

    private static Price price(ProductQuery query, @Nullable Long from, @Nullable Long to, long goods) {
        ProductFilter filter = query.filter();
        ProductFilter band = filter.price(from, to);
        boolean current = filter.equals(band);
        return Price.of(from, to, to(query, current ? filter.price(null, null) : band), current, goods);
    }

    private static List<Choice> choices(
            List<Facets.Count> counted, String current, java.util.function.Function<String, String> link) {
        return counted.stream()
                .map(count -> {
                    boolean set = count.id().equals(current);
                    return new Choice(
                            count.nameZh(), count.nameEn(), link.apply(set ? "" : count.id()), set, count.goods());
                })
                .filter(choice -> !choice.nameZh().isEmpty())
                .toList();
    }

    private static Choice ships(ProductQuery query, String province) {
        Label name = Provinces.of(province).orElseThrow().name();
        boolean set = !query.filter().shipsTo().isEmpty();
        return new Choice(name.zh(), name.en(), to(query, query.filter().shipsTo(set ? "" : province)), set, 0);
    }

    /** Nothing to choose where it would leave nothing. */
    private static @Nullable Choice flag(long goods, boolean set, String link) {
        return goods == 0 && !set ? null : new Choice("", "", link, set, goods);
    }

    /** What a person reads of the filters that have a name of their own. */
    private static List<Choice> active(ProductQuery query, Origins origins) {
        ProductFilter filter = query.filter();
        List<Choice> active = new ArrayList<>();
        add(active, filter.county(), origins.area(filter.county()), to(query, filter.county("")));
        add(active, filter.category(), origins.category(filter.category()), to(query, filter.category("")));
        add(active, filter.certificate(), origins.certificate(filter.certificate()), to(query, filter.certificate("")));
        if (filter.month() > 0) {
            Label sold = new Label(
                    Messages.get("zh", "products.sold-in", filter.month()),
                    Messages.get("en", "products.sold-in", filter.month()));
            add(active, String.valueOf(filter.month()), sold, to(query, filter.month(0)));
        }
        return active;
    }

    private static void add(List<Choice> active, String value, Label name, String link) {
        if (!value.isEmpty()) {
            boolean known = !name.zh().isEmpty();
            active.add(new Choice(known ? name.zh() : value, known ? name.en() : value, link, true, 0));
        }
    }

    private static String to(ProductQuery query, ProductFilter filter) {
        return ProductLinks.to(query.narrowed(filter), null);
    }
}
