package org.bangxiao.certification;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bangxiao.kernel.Problem.FieldError;
import org.bangxiao.platform.web.Messages;

/**
 * The columns of a sheet of products: the fields of the form, how many guests a service can take in a year, and the raw
 * lots of processed goods, five columns for each.
 */
final class SheetColumns {
    /** Guests or nights of a year, for services; goods have units in its stead. */
    static final String PLACES = "places";

    private static final Map<String, String> LOT_LABELS = Map.of(
            "what", "apply.lot.what",
            "countyCode", "apply.lot.county",
            "grams", "apply.lot.kilograms",
            "households", "apply.lot.households",
            "document", "apply.lot.document");

    private static final String LOTS = "rawLots";

    /** All of them in the order of the template. */
    static final List<String> ALL = Stream.concat(
                    Stream.of(Piece.PRODUCT, Piece.ORIGIN, Piece.LINK)
                            .flatMap(piece -> piece.fields().stream())
                            .filter(field -> !field.equals(LOTS))
                            .flatMap(field ->
                                    field.equals("yearlyCapacity") ? Stream.of(field, PLACES) : Stream.of(field)),
                    IntStream.range(0, PieceForm.LOTS)
                            .boxed()
                            .flatMap(lot -> PieceForm.LOT_FIELDS.stream().map(field -> PieceForm.lot(lot, field))))
            .toList();

    private SheetColumns() {}

    static boolean ofLot(String column) {
        return column.startsWith(LOTS + "-");
    }

    /** What stands above a column, in a language. */
    static String label(String column, String language) {
        if (ofLot(column)) {
            String[] parts = column.split("-", 3);
            return Messages.get(
                    language,
                    "sheet.lot",
                    Integer.parseInt(parts[1]) + 1,
                    Messages.get(language, String.valueOf(LOT_LABELS.get(parts[2]))));
        }
        return Messages.get(language, column.equals(PLACES) ? "apply.places" : "field." + column);
    }

    /** What stands above the column that {@code /rows/3/priceFen} or {@code /rows/3/rawLots/0/grams} leads to. */
    static String label(FieldError error, String language) {
        return label(error.pointer().split("/", 4)[3].replace('/', '-'), language);
    }

    /** The columns by what people may write above them, in either language. */
    static Map<String, String> byTitle() {
        Map<String, String> known = new HashMap<>();
        for (String column : ALL) {
            known.put(NameKey.of(column), column);
            Messages.LANGUAGES.forEach(language -> known.put(NameKey.of(label(column, language)), column));
        }
        return known;
    }
}
