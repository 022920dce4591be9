package org.bangxiao.certification;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The pieces in which an application is filled in on a phone, in their order. */
public enum Piece {
    PRODUCT(
            "nameZh",
            "nameEn",
            "category",
            "packageUnit",
            "netWeightGrams",
            "priceFen",
            "bulkPriceFen",
            "perishable",
            "geographicalIndication"),
    ORIGIN("countyCode", "harvestMonths", "yearlyCapacity", "yearlyValueFen", "areaSquareMetres", "rawLots"),
    LINK("linkId", "floorFenPerUnit", "dividendBasisPoints"),
    EVIDENCE,
    CHECK;

    private final List<String> fields;

    Piece(String... fields) {
        this.fields = List.of(fields);
    }

    /** How far a piece is. */
    public enum State {
        DONE,
        GAPS
    }

    /** The draft's fields that stand here. */
    List<String> fields() {
        return fields;
    }

    /** As it stands in an address. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    Optional<Piece> next() {
        return ordinal() + 1 < values().length ? Optional.of(values()[ordinal() + 1]) : Optional.empty();
    }

    Optional<Piece> before() {
        return ordinal() > 0 ? Optional.of(values()[ordinal() - 1]) : Optional.empty();
    }

    static Optional<Piece> of(String slug) {
        return Stream.of(values()).filter(piece -> piece.slug().equals(slug)).findFirst();
    }

    /** The piece that a pointer such as {@code /rawLots/0/grams} leads into. */
    static Piece at(String pointer) {
        String field = pointer.substring(1).split("[/-]", 2)[0];
        return Stream.of(values())
                .filter(piece -> piece.fields.contains(field))
                .findFirst()
                .orElse(PRODUCT);
    }
}
