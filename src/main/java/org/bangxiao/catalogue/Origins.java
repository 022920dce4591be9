package org.bangxiao.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bangxiao.region.Category;
import org.bangxiao.region.County;
import org.bangxiao.region.Label;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.PolicyPacks;
import org.bangxiao.region.ProductGroup;

/** Where goods come from and what kind they are, in the words of the regions' packs. */
@ApplicationScoped
class Origins {
    private static final Label UNKNOWN = new Label("", "");
    private static final int SHORTEST_PLACE = 3;

    private final Map<String, County> counties = new HashMap<>();
    private final Map<String, Label> certificates = new HashMap<>();
    private final Map<String, Label> categories = new HashMap<>();
    private final List<Category> allCategories = new ArrayList<>();
    private final Set<String> places = new HashSet<>();
    private final Set<String> services = new HashSet<>();

    private final PolicyPacks packs;

    Origins(PolicyPacks packs) {
        this.packs = packs;
        for (PolicyPack pack : packs.all()) {
            for (County county : pack.counties()) {
                counties.put(county.code(), county);
                County.Former former = county.former();
                if (former != null) {
                    counties.put(former.code(), county);
                    place(former.name().zh());
                }
                place(county.name().zh());
                place(county.prefecture().zh());
            }
            pack.secondCertificates().forEach(kind -> certificates.putIfAbsent(kind.id(), kind.name()));
            for (Category category : pack.categories()) {
                if (pack.groupOf(category.id()).filter(ProductGroup::places).isPresent()) {
                    services.add(category.id());
                }
                if (categories.putIfAbsent(category.id(), category.name()) == null) {
                    allCategories.add(category);
                }
            }
        }
    }

    Label county(String code) {
        County county = counties.get(code);
        return county == null ? UNKNOWN : county.name();
    }

    /** A county by any code it has had, or a prefecture. */
    Label area(String code) {
        return packs.forArea(code).flatMap(pack -> pack.areaName(code)).orElse(UNKNOWN);
    }

    Label prefecture(String countyCode) {
        County county = counties.get(countyCode);
        return county == null ? UNKNOWN : county.prefecture();
    }

    String prefectureCode(String countyCode) {
        County county = counties.get(countyCode);
        return county == null ? "" : county.prefectureCode();
    }

    Label category(String id) {
        return categories.getOrDefault(id, UNKNOWN);
    }

    /** Whether goods of that category are places or visits, and nothing that is kept in stock. */
    boolean byPlaces(String category) {
        return services.contains(category);
    }

    /** A kind of certificates of others. */
    Label certificate(String kind) {
        return certificates.getOrDefault(kind, UNKNOWN);
    }

    /** What certified goods of the county are called on that day. */
    Label word(String countyCode, LocalDate day) {
        return packs.forArea(countyCode)
                .map(pack -> pack.wordsOn(day).product())
                .orElse(UNKNOWN);
    }

    List<Category> categories() {
        return allCategories;
    }

    List<County> counties() {
        return counties.values().stream()
                .distinct()
                .sorted(Comparator.comparing(County::code))
                .toList();
    }

    /** Names of places, to be cut out of what somebody typed without a blank. */
    Set<String> places() {
        return places;
    }

    /** What a product is found by besides its name. */
    List<String> words(String countyCode, String category) {
        return List.of(
                county(countyCode).zh(),
                county(countyCode).en(),
                prefecture(countyCode).zh(),
                prefecture(countyCode).en(),
                category(category).zh(),
                category(category).en());
    }

    private void place(String nameZh) {
        places.add(nameZh);
        // People leave out the last character, the kind of area; what is left is a name from two characters on.
        if (nameZh.length() >= SHORTEST_PLACE) {
            places.add(nameZh.substring(0, nameZh.length() - 1));
        }
        int self = nameZh.indexOf("各族");
        if (self > 0) {
            places.add(nameZh.substring(0, self));
        }
    }
}
