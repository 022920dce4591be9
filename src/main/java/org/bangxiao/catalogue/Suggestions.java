package org.bangxiao.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What somebody may mean who has begun to type: counties and kinds of goods from the packs, products on sale. */
@ApplicationScoped
class Suggestions {
    /** No more than fit under the field of a phone. */
    static final int MOST = 8;

    private static final int MOST_COUNTIES = 2;
    private static final int MOST_CATEGORIES = 2;

    /** What kind of thing is meant. */
    enum Kind {
        COUNTY,
        CATEGORY,
        PRODUCT
    }

    /**
     * One thing that may be meant.
     *
     * @param aboutZh where it comes from; empty where that says nothing
     * @param link    its page
     */
    record Suggestion(Kind kind, String nameZh, String nameEn, String aboutZh, String aboutEn, String link) {}

    /** At most eight of them, counties and kinds before goods. */
    record Suggested(List<Suggestion> items, @JsonIgnore List<UUID> goods) {}

    private record Key(String q) {}

    /** A county or a category and the beginnings under which it is meant. */
    private record Place(Suggestion suggestion, Set<String> words) {
        boolean meant(String typed) {
            return suggestion.nameZh().startsWith(typed) || words.stream().anyMatch(word -> word.startsWith(typed));
        }
    }

    private final List<Place> places;
    private final Products products;
    private final ShopWindow window;

    Suggestions(Products products, Origins origins, ShopWindow window) {
        this.products = products;
        this.window = window;
        this.places = Stream.concat(
                        origins.counties().stream()
                                .map(county -> place(new Suggestion(
                                        Kind.COUNTY,
                                        county.name().zh(),
                                        county.name().en(),
                                        county.prefecture().zh(),
                                        county.prefecture().en(),
                                        "/counties/" + county.code()))),
                        origins.categories().stream()
                                .map(category -> place(new Suggestion(
                                        Kind.CATEGORY,
                                        category.name().zh(),
                                        category.name().en(),
                                        "",
                                        "",
                                        "/products?category=" + category.id()))))
                .toList();
    }

    /** From the first character, letter or initial on; nothing for nothing. */
    Uni<Suggested> of(@Nullable String typed) {
        String q = ProductQuery.words(typed);
        return window.show(
                new Key(q),
                Suggested.class,
                Suggested::goods,
                () -> products.beginning(q, MOST).map(cards -> suggested(q, cards)));
    }

    private Suggested suggested(String q, List<ProductCard> cards) {
        String typed = SearchWords.squeezed(q);
        List<Suggestion> items = new ArrayList<>();
        if (!typed.isEmpty()) {
            items.addAll(meant(typed, Kind.COUNTY, MOST_COUNTIES));
            items.addAll(meant(typed, Kind.CATEGORY, MOST_CATEGORIES));
        }
        Map<String, ProductCard> named = new LinkedHashMap<>();
        cards.forEach(card -> named.putIfAbsent(card.nameZh() + card.countyCode(), card));
        named.values().stream()
                .limit(MOST - items.size())
                .map(card -> new Suggestion(
                        Kind.PRODUCT,
                        card.nameZh(),
                        card.nameEn(),
                        card.countyNameZh(),
                        card.countyNameEn(),
                        "/products/" + card.id()))
                .forEach(items::add);
        return new Suggested(items, cards.stream().map(ProductCard::id).toList());
    }

    private List<Suggestion> meant(String typed, Kind kind, int most) {
        return places.stream()
                .filter(place -> place.suggestion().kind() == kind && place.meant(typed))
                .map(Place::suggestion)
                .limit(most)
                .toList();
    }

    private static Place place(Suggestion suggestion) {
        return new Place(suggestion, SearchWords.beginnings(suggestion.nameZh(), suggestion.nameEn()));
    }
}
