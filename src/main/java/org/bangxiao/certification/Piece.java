package org.bangxiao.certification;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The pieces in which an application is filled in on a phone, in their order. */
public enum Piece {
    PRODUCT,
    ORIGIN,
    LINK,
    EVIDENCE,
    CHECK;

    private static final List<Piece> ORDER = List.of(values());

    /** How far a piece is. */
    public enum State {
        DONE,
        GAPS
    }

    /** The draft's fields that stand here. */
    List<String> fields() {
        return switch (this) {
            case PRODUCT ->
                List.of(
                        "nameZh",
                        "nameEn",
                        "category",
                        "packageUnit",
                        "priceFen",
                        "bulkPriceFen",
                        "geographicalIndication");
            case ORIGIN ->
                List.of(
                        "countyCode",
                        "netWeightGrams",
                        "harvestMonths",
                        "perishable",
                        "yearlyCapacity",
                        "yearlyValueFen",
                        "areaSquareMetres",
                        "rawLots");
            case LINK -> List.of("linkId", "floorFenPerUnit", "dividendBasisPoints");
            case EVIDENCE, CHECK -> List.of();
        };
    }

    /** As it stands in an address. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    Optional<Piece> next() {
        int at = ORDER.indexOf(this) + 1;
        return at < ORDER.size() ? Optional.of(ORDER.get(at)) : Optional.empty();
    }

    Optional<Piece> before() {
        int at = ORDER.indexOf(this) - 1;
        return at >= 0 ? Optional.of(ORDER.get(at)) : Optional.empty();
    }

    static Optional<Piece> of(String slug) {
        return ORDER.stream().filter(piece -> piece.slug().equals(slug)).findFirst();
    }

    /** The piece that a pointer such as {@code /rawLots/0/grams} leads into. */
    static Piece at(String pointer) {
        String field = pointer.substring(1).split("[/-]", 2)[0];
        return ORDER.stream()
                .filter(piece -> piece.fields().contains(field))
                .findFirst()
                .orElse(PRODUCT);
    }
}
