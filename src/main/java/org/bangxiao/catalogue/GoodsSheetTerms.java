package org.bangxiao.catalogue;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bangxiao.kernel.Problem.FieldError;
import org.jspecify.annotations.Nullable;

/**
 * How a row of a sheet says that goods are sold: by weight, and in advance.
 *
 * @param presale null: sold and sent as usual
 */
record GoodsSheetTerms(boolean weighed, @Nullable Presale presale) {
    static final GoodsSheetTerms USUAL = new GoodsSheetTerms(false, null);

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-M-d");

    /** What a row says, empty cells as it is; a no where goods are sold until ends the pre-sale. */
    static GoodsSheetTerms read(
            Map<String, String> cells, GoodsSheetRows.@Nullable Goods goods, LocalDate today, List<FieldError> errors) {
        GoodsSheetTerms before = goods == null ? USUAL : goods.terms();
        boolean weighed = GoodsSheetRows.yes(cells, "weighed", before.weighed, errors);
        Long grams = goods == null ? null : goods.netWeightGrams();
        if (weighed && goods != null && !Listing.byWeight(grams)) {
            errors.add(new FieldError("/weighed", "listing-not-by-weight", List.of()));
        }
        return new GoodsSheetTerms(weighed, presale(cells, goods, before.presale, today, errors));
    }

    private static @Nullable Presale presale(
            Map<String, String> cells,
            GoodsSheetRows.@Nullable Goods goods,
            @Nullable Presale before,
            LocalDate today,
            List<FieldError> errors) {
        if (GoodsSheetRows.said(cells.getOrDefault("soldUntil", ""), "goods-sheet.no")) {
            return null;
        }
        int faults = errors.size();
        LocalDate until = day(cells, "soldUntil", errors).orElse(before == null ? null : before.soldUntil());
        LocalDate from = day(cells, "sendFrom", errors).orElse(before == null ? null : before.sendFrom());
        LocalDate to = day(cells, "sendTo", errors).orElse(before == null ? null : before.sendTo());
        if (errors.size() > faults || (until == null && from == null && to == null)) {
            return before;
        }
        required("soldUntil", until, errors);
        required("sendFrom", from, errors);
        required("sendTo", to, errors);
        Presale after = Presale.of(until, from, to);
        if (after != null && !after.equals(before)) {
            errors.addAll(after.faults(today, before, goods == null ? List.of() : goods.harvest()));
        }
        return after;
    }

    private static void required(String column, @Nullable LocalDate day, List<FieldError> errors) {
        if (day == null) {
            errors.add(new FieldError("/" + column, "field-required", List.of()));
        }
    }

    private static Optional<LocalDate> day(Map<String, String> cells, String column, List<FieldError> errors) {
        String text = cells.getOrDefault(column, "").replace('/', '-').replace('.', '-');
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text, DAY));
        } catch (DateTimeParseException e) {
            errors.add(new FieldError("/" + column, "date-invalid", List.of()));
            return Optional.empty();
        }
    }

    /** The cells of the template, as {@link #read} takes them. */
    List<String> cells(String yes, String no) {
        String kind = weighed ? yes : no;
        return presale == null
                ? List.of(kind, "", "", "")
                : List.of(
                        kind,
                        presale.soldUntil().toString(),
                        presale.sendFrom().toString(),
                        presale.sendTo().toString());
    }
}
