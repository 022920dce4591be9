package org.bangxiao.catalogue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bangxiao.certification.NameKey;
import org.bangxiao.certification.SheetFile;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem.FieldError;
import org.bangxiao.platform.web.Messages;
import org.jspecify.annotations.Nullable;

/** Reads a sheet of goods against what is listed: what of each row would change, and what is wrong with it. */
final class GoodsSheetRows {
    /** The columns in the order of the template, each with the key of its heading. */
    static final Map<String, String> COLUMNS = columns();

    /** A product under a certificate that the reader may sell, and its listing where there is one. */
    record Goods(
            UUID productId,
            UUID organisationId,
            String certificateNumber,
            String nameZh,
            boolean valid,
            @Nullable UUID listingId,
            long priceFen,
            long stock,
            long held,
            boolean byDay,
            boolean onSale,
            ShelfData shelf,
            GoodsSheetTerms terms,
            @Nullable Long netWeightGrams,
            List<Integer> harvest) {}

    /**
     * A row that was read.
     *
     * @param goods null where the row names none
     */
    record Row(
            GoodsSheet.Line line,
            List<String> cells,
            @Nullable Goods goods,
            long priceFen,
            long stock,
            boolean onSale,
            ShelfData shelf,
            GoodsSheetTerms terms) {}

    private final LocalDate today;
    private final Map<String, Goods> known;
    private final Map<UUID, PriceCeilings.Ceiling> ceilings;
    private final Set<String> seen = new HashSet<>();

    GoodsSheetRows(List<Goods> known, Map<UUID, PriceCeilings.Ceiling> ceilings, LocalDate today) {
        this.today = today;
        this.ceilings = ceilings;
        this.known = known.stream().collect(Collectors.toMap(Goods::certificateNumber, goods -> goods));
    }

    static List<String> heading(String language) {
        return COLUMNS.values().stream().map(key -> Messages.get(language, key)).toList();
    }

    /** The certificate numbers that a sheet names; {@code sheet-heading-unknown}, {@code sheet-heading-twice}. */
    static List<String> numbers(List<List<String>> grid) {
        int column = places(grid.get(0)).getOrDefault("number", 0);
        return grid.stream()
                .skip(1)
                .filter(cells -> column < cells.size())
                .map(cells -> number(cells.get(column)))
                .toList();
    }

    List<Row> read(List<List<String>> grid) {
        Map<String, Integer> places = places(grid.get(0));
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < grid.size(); i++) {
            if (grid.get(i).stream().anyMatch(cell -> !cell.isEmpty())) {
                rows.add(row(i + 1, places, grid.get(i)));
            }
        }
        return rows;
    }

    private Row row(int number, Map<String, Integer> places, List<String> cells) {
        Map<String, String> values = new HashMap<>();
        places.forEach((column, place) -> values.put(column, place < cells.size() ? cells.get(place) : ""));
        String certificate = number(values.getOrDefault("number", ""));
        Goods goods = known.get(certificate);
        List<FieldError> errors = new ArrayList<>();
        if (goods == null || (!goods.valid() && goods.listingId() == null)) {
            errors.add(new FieldError("/number", "product-not-certified", List.of()));
        } else if (!seen.add(certificate)) {
            errors.add(new FieldError("/number", "goods-sheet-twice", List.of()));
        }
        long price = price(values.getOrDefault("price", ""), goods, errors);
        long stock = stock(values.getOrDefault("stock", ""), goods, errors);
        boolean onSale = yes(values, "onSale", goods == null || goods.listingId() == null || goods.onSale(), errors);
        ShelfData shelf = shelf(values, goods, errors);
        GoodsSheetTerms terms = GoodsSheetTerms.read(values, goods, today, errors);
        GoodsSheet.Outcome outcome = !errors.isEmpty() || goods == null
                ? GoodsSheet.Outcome.REJECTED
                : goods.listingId() == null
                        ? GoodsSheet.Outcome.CREATED
                        : price == goods.priceFen()
                                        && stock == goods.stock()
                                        && onSale == goods.onSale()
                                        && shelf.equals(goods.shelf())
                                        && terms.equals(goods.terms())
                                ? GoodsSheet.Outcome.UNCHANGED
                                : GoodsSheet.Outcome.UPDATED;
        List<FieldError> placed = errors.stream()
                .map(error -> new FieldError(
                        "/rows/" + number + error.pointer(),
                        error.code(),
                        with(
                                error.arguments(),
                                values.getOrDefault(error.pointer().substring(1), ""))))
                .toList();
        return new Row(
                new GoodsSheet.Line(number, certificate, outcome, placed),
                cells,
                goods,
                price,
                stock,
                onSale,
                shelf,
                terms);
    }

    private long price(String text, @Nullable Goods goods, List<FieldError> errors) {
        long before = goods == null ? 1 : goods.priceFen();
        if (text.isEmpty()) {
            return before;
        }
        try {
            long fen = Money.parseYuan(text.replace("¥", ""));
            if (fen < 1 || fen > ListingChange.HIGHEST_PRICE_FEN) {
                errors.add(
                        new FieldError("/price", "price-out-of-range", List.of(ListingChange.HIGHEST_PRICE_FEN / 100)));
            } else if (goods != null && ceilings.containsKey(goods.productId())) {
                Optional.ofNullable(ceilings.get(goods.productId()).fault("/price", before, fen))
                        .ifPresent(errors::add);
            }
            return fen;
        } catch (NumberFormatException e) {
            errors.add(new FieldError("/price", "price-unreadable", List.of()));
            return before;
        }
    }

    private static long stock(String text, @Nullable Goods goods, List<FieldError> errors) {
        long before = goods == null ? 0 : goods.stock();
        if (text.isEmpty()) {
            return before;
        }
        if (!text.matches("\\d{1,9}")) {
            errors.add(new FieldError("/stock", "number-unreadable", List.of()));
            return before;
        }
        long pieces = Long.parseLong(text);
        if (pieces > ListingDraft.MOST_STOCK) {
            errors.add(new FieldError("/stock", "quantity-out-of-range", List.of(ListingDraft.MOST_STOCK)));
        } else if (goods != null && pieces < goods.held()) {
            errors.add(new FieldError("/stock", "stock-promised", List.of()));
        } else if (goods != null && goods.byDay() && pieces != before) {
            errors.add(new FieldError("/stock", "stock-by-day", List.of()));
        }
        return pieces;
    }

    /** A yes or a no in any language; what it was where the cell is empty. */
    static boolean yes(Map<String, String> cells, String column, boolean before, List<FieldError> errors) {
        String text = cells.getOrDefault(column, "");
        if (!text.isEmpty() && !said(text, "goods-sheet.yes") && !said(text, "goods-sheet.no")) {
            errors.add(new FieldError("/" + column, "goods-sheet-yes-no", List.of()));
            return before;
        }
        return text.isEmpty() ? before : said(text, "goods-sheet.yes");
    }

    static boolean said(String text, String key) {
        return Messages.LANGUAGES.stream().anyMatch(language -> text.equalsIgnoreCase(Messages.get(language, key)));
    }

    private static ShelfData shelf(Map<String, String> values, @Nullable Goods goods, List<FieldError> errors) {
        ShelfData before = goods == null ? new ShelfData(List.of(), null, "") : goods.shelf();
        String months = values.getOrDefault("saleMonths", "");
        String days = values.getOrDefault("shelfLifeDays", "");
        String storage = values.getOrDefault("storage", "");
        if (!days.isEmpty() && !days.matches("\\d{1,6}")) {
            errors.add(new FieldError("/shelfLifeDays", "number-unreadable", List.of()));
            return before;
        }
        ShelfData after = new ShelfData(
                months.isEmpty() ? before.saleMonths() : ShelfData.months(months),
                days.isEmpty() ? before.shelfLifeDays() : Integer.valueOf(days),
                storage.isEmpty() ? before.storage() : storage);
        errors.addAll(after.faults());
        return after;
    }

    /** Where each column stands. */
    private static Map<String, Integer> places(List<String> heading) {
        Map<String, String> titles = new HashMap<>();
        COLUMNS.forEach((column, key) -> {
            titles.put(NameKey.of(column), column);
            Messages.LANGUAGES.forEach(language -> titles.put(NameKey.of(Messages.get(language, key)), column));
        });
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < heading.size(); i++) {
            String column = titles.get(NameKey.of(heading.get(i)));
            if (column != null && places.put(column, i) != null) {
                throw SheetFile.refused("sheet-heading-twice");
            }
        }
        if (!places.containsKey("number")) {
            throw SheetFile.refused("sheet-heading-unknown");
        }
        return places;
    }

    private static String number(String cell) {
        return cell.replaceAll("\\s", "");
    }

    private static List<Object> with(List<Object> arguments, String value) {
        List<Object> all = new ArrayList<>(arguments);
        all.add(value);
        return all;
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("number", "goods-sheet.number");
        columns.put("name", "goods-sheet.name");
        columns.put("price", "goods-sheet.price");
        columns.put("stock", "goods-sheet.stock");
        columns.put("onSale", "goods-sheet.onSale");
        columns.put("saleMonths", "product.sale-months");
        columns.put("shelfLifeDays", "listing.shelf-life");
        columns.put("storage", "product.storage");
        columns.put("weighed", "goods-sheet.weighed");
        columns.put("soldUntil", "goods-sheet.sold-until");
        columns.put("sendFrom", "goods-sheet.send-from");
        columns.put("sendTo", "goods-sheet.send-to");
        return columns;
    }
}
