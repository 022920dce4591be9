package org.bangxiao.certification;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem.FieldError;
import org.bangxiao.platform.web.Form;
import org.bangxiao.region.PolicyPack;
import org.jspecify.annotations.Nullable;

/**
 * One piece of the form as people type it: yuan, mu, kilograms, per cent, months with spaces. What can be read goes over
 * the draft; what cannot stays word for word beside it.
 */
final class PieceForm {
    /** Raw lots that the form has room for. */
    static final int LOTS = 5;

    private static final BigDecimal SQUARE_METRES_PER_THREE_MU = BigDecimal.valueOf(2_000);
    private static final BigDecimal THREE = BigDecimal.valueOf(3);
    private static final int GRAMS_DIGITS = 3;
    static final List<String> LOT_FIELDS = List.of("what", "countyCode", "grams", "households", "document");

    /**
     * What came of it.
     *
     * @param typed  what could not be read, of all pieces, by field
     * @param errors of this piece
     */
    record Reading(ApplicationDraft draft, Map<String, String> typed, List<FieldError> errors) {}

    /** Reads one typed value into the tree; throws {@link IllegalArgumentException} where it cannot. */
    @FunctionalInterface
    private interface Reader {
        void read(ObjectNode into, String field, String text);
    }

    private static final Map<String, Reader> READERS = Map.of(
            "netWeightGrams", (into, field, text) -> into.put(field, Long.parseLong(text)),
            "priceFen", (into, field, text) -> into.put(field, Money.parseYuan(text)),
            "bulkPriceFen", (into, field, text) -> into.put(field, Money.parseYuan(text)),
            "yearlyValueFen", (into, field, text) -> into.put(field, Money.parseYuan(text)),
            "floorFenPerUnit", (into, field, text) -> into.put(field, Money.parseYuan(text)),
            "yearlyCapacity", (into, field, text) -> into.put(field, Long.parseLong(text)),
            "areaSquareMetres", (into, field, text) -> into.put(field, squareMetres(text)),
            "dividendBasisPoints", (into, field, text) -> into.put(field, Math.toIntExact(Money.parseYuan(text))),
            "linkId",
                    (into, field, text) -> into.put(field, UUID.fromString(text).toString()),
            "harvestMonths", (into, field, text) -> months(into.putArray(field), text));

    private PieceForm() {}

    /** Lays a piece over the draft; the pack says what is a fault. */
    static Reading read(
            Piece piece, Form form, ApplicationDraft base, Map<String, String> before, Optional<PolicyPack> pack) {
        Map<String, String> typed = new HashMap<>(before);
        typed.keySet().removeIf(field -> Piece.at("/" + field) == piece);
        List<FieldError> errors = new ArrayList<>();
        ObjectNode some = DraftText.empty();
        for (String field : piece.fields()) {
            switch (field) {
                case "perishable", "geographicalIndication" ->
                    some.put(field, form.value(field).equals("true"));
                case "rawLots" -> lots(form, some, typed, errors);
                default -> one(form, field, some, typed, errors);
            }
        }
        ApplicationDraft draft = DraftText.with(base, some);
        List<FieldError> faults = Drafts.faults(draft, pack);
        if (!faults.isEmpty()) {
            List<String> fields = faults.stream()
                    .map(fault -> fault.pointer().substring(1).split("/", 2)[0])
                    .distinct()
                    .toList();
            Form written = shown(draft, Map.of());
            draft = DraftText.without(draft, fields);
            for (String field : fields) {
                keep(piece.fields().contains(field) ? form : written, field, typed);
            }
            // What another piece has to mend is said there.
            faults.stream()
                    .filter(fault -> Piece.at(fault.pointer()) == piece)
                    .map(fault -> atItsRow(fault, form))
                    .forEach(errors::add);
        }
        return new Reading(draft, Map.copyOf(typed), List.copyOf(errors));
    }

    /** The draft as the form shows it, with what could not be read in its place. */
    static Form of(ApplicationView view, Map<String, String> typed) {
        Map<String, String> version = new HashMap<>(typed);
        version.put("version", String.valueOf(view.version()));
        return shown(view.product(), version);
    }

    private static Form shown(ApplicationDraft product, Map<String, String> typed) {
        Map<String, String> values = new HashMap<>();
        values.put("nameZh", product.nameZh());
        values.put("nameEn", product.nameEn() == null ? "" : product.nameEn());
        values.put("category", product.category());
        values.put("countyCode", product.countyCode());
        values.put("packageUnit", product.packageUnit());
        values.put("netWeightGrams", text(product.netWeightGrams()));
        values.put("priceFen", product.priceFen() == 0 ? "" : Money.yuan(product.priceFen()));
        values.put("bulkPriceFen", yuan(product.bulkPriceFen()));
        values.put("yearlyValueFen", yuan(product.yearlyValueFen()));
        values.put("areaSquareMetres", mu(product.areaSquareMetres()));
        values.put("yearlyCapacity", product.yearlyCapacity() == 0 ? "" : String.valueOf(product.yearlyCapacity()));
        values.put(
                "harvestMonths",
                product.harvestMonths().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        values.put("perishable", String.valueOf(product.perishable()));
        values.put("geographicalIndication", String.valueOf(product.geographicalIndication()));
        values.put("linkId", product.linkId() == null ? "" : product.linkId().toString());
        values.put("floorFenPerUnit", product.floorFenPerUnit() == 0 ? "" : Money.yuan(product.floorFenPerUnit()));
        Integer dividend = product.dividendBasisPoints();
        values.put("dividendBasisPoints", dividend == null ? "" : Money.yuan(dividend));
        for (int i = 0; i < product.rawLots().size(); i++) {
            RawLot lot = product.rawLots().get(i);
            values.put(lot(i, "what"), lot.what());
            values.put(lot(i, "countyCode"), lot.countyCode());
            values.put(
                    lot(i, "grams"),
                    BigDecimal.valueOf(lot.grams(), GRAMS_DIGITS)
                            .stripTrailingZeros()
                            .toPlainString());
            values.put(lot(i, "households"), lot.households() == 0 ? "" : String.valueOf(lot.households()));
            values.put(lot(i, "document"), lot.document() == null ? "" : lot.document());
        }
        values.putAll(typed);
        return Form.of(values);
    }

    /** The name of a raw lot's field in the form. */
    static String lot(int index, String field) {
        return "rawLots-" + index + "-" + field;
    }

    private static void one(
            Form form, String field, ObjectNode some, Map<String, String> typed, List<FieldError> errors) {
        String text = form.value(field);
        if (text.isEmpty()) {
            some.putNull(field);
            return;
        }
        @Nullable Reader reader = READERS.get(field);
        if (reader == null) {
            some.put(field, text);
            return;
        }
        try {
            reader.read(some, field, text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            some.putNull(field);
            typed.put(field, text);
            errors.add(new FieldError("/" + field, "field-invalid", List.of(text)));
        }
    }

    private static void lots(Form form, ObjectNode some, Map<String, String> typed, List<FieldError> errors) {
        ArrayNode lots = some.putArray("rawLots");
        int faultsBefore = errors.size();
        for (int i : filled(form)) {
            ObjectNode lot = lots.addObject();
            lot.put("what", form.value(lot(i, "what"))).put("countyCode", form.value(lot(i, "countyCode")));
            lot.put("document", form.value(lot(i, "document")));
            number(form, i, "grams", GRAMS_DIGITS, lot, errors);
            number(form, i, "households", 0, lot, errors);
        }
        if (errors.size() > faultsBefore) {
            lots.removeAll();
            keep(form, "rawLots", typed);
        }
    }

    /** The rows of raw lots in which something stands. */
    private static List<Integer> filled(Form form) {
        return IntStream.range(0, LOTS)
                .filter(row -> LOT_FIELDS.stream()
                        .anyMatch(field -> !form.value(lot(row, field)).isEmpty()))
                .boxed()
                .toList();
    }

    /** A draft has no empty lots; what is wrong with one is said at the row it was written in. */
    private static FieldError atItsRow(FieldError fault, Form form) {
        String[] parts = fault.pointer().split("/", 4);
        if (!parts[1].equals("rawLots") || parts.length < 3) {
            return fault;
        }
        List<Integer> filled = filled(form);
        int index = Integer.parseInt(parts[2]);
        if (index >= filled.size()) {
            return fault;
        }
        String rest = parts.length > 3 ? "/" + parts[3] : "";
        return new FieldError("/rawLots/" + filled.get(index) + rest, fault.code(), fault.arguments());
    }

    private static void number(Form form, int row, String field, int digits, ObjectNode lot, List<FieldError> errors) {
        String text = form.value(lot(row, field));
        if (text.isEmpty()) {
            return;
        }
        try {
            lot.put(
                    field,
                    new BigDecimal(text)
                            .movePointRight(digits)
                            .setScale(0, RoundingMode.UNNECESSARY)
                            .longValueExact());
        } catch (NumberFormatException | ArithmeticException e) {
            errors.add(new FieldError("/rawLots/" + row + "/" + field, "field-invalid", List.of(text)));
        }
    }

    /** Keeps what stands in a field, or in all fields of the raw lots, as it was typed. */
    private static void keep(Form form, String field, Map<String, String> typed) {
        if (!field.equals("rawLots")) {
            typed.put(field, form.value(field));
            return;
        }
        for (int i = 0; i < LOTS; i++) {
            for (String part : LOT_FIELDS) {
                if (!form.value(lot(i, part)).isEmpty()) {
                    typed.put(lot(i, part), form.value(lot(i, part)));
                }
            }
        }
    }

    private static void months(ArrayNode into, String text) {
        Stream.of(text.split("[\\s,，、]+")).map(Integer::valueOf).forEach(into::add);
    }

    /** Whole square metres, rounded down: 50 mu are 33,333. */
    private static long squareMetres(String mu) {
        return new BigDecimal(mu)
                .multiply(SQUARE_METRES_PER_THREE_MU)
                .divide(THREE, 0, RoundingMode.DOWN)
                .longValueExact();
    }

    private static String mu(@Nullable Long squareMetres) {
        return squareMetres == null
                ? ""
                : BigDecimal.valueOf(squareMetres)
                        .multiply(THREE)
                        .divide(SQUARE_METRES_PER_THREE_MU, 2, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static String yuan(@Nullable Long fen) {
        return fen == null ? "" : Money.yuan(fen);
    }

    private static String text(@Nullable Long value) {
        return value == null ? "" : String.valueOf(value);
    }
}
