package org.bangxiao.certification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bangxiao.household.LinkView;
import org.bangxiao.kernel.Problem.FieldError;
import org.bangxiao.platform.web.Form;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.region.Category;
import org.bangxiao.region.PolicyPack;
import org.bangxiao.region.ProductGroup;

/** Reads a sheet's rows as one reads the form: by the heading's words in either language, faults at row and column. */
final class SheetRows {
    private static final Set<String> YES = Messages.LANGUAGES.stream()
            .flatMap(language -> Stream.of(Messages.get(language, "sheet.yes").split(" ")))
            .collect(Collectors.toSet());

    private final PolicyPack pack;
    private final List<LinkView> links;

    SheetRows(PolicyPack pack, List<LinkView> links) {
        this.pack = pack;
        this.links = links;
    }

    /** The heading in a language. */
    static List<String> heading(String language) {
        return SheetColumns.ALL.stream()
                .map(column -> SheetColumns.label(column, language))
                .toList();
    }

    /** {@code sheet-heading-unknown} where no column is known, {@code sheet-heading-twice} where one stands twice. */
    List<SheetRow> read(List<List<String>> grid) {
        List<String> columns = columns(grid.get(0));
        List<SheetRow> rows = new ArrayList<>();
        for (int i = 1; i < grid.size(); i++) {
            if (grid.get(i).stream().anyMatch(cell -> !cell.isEmpty())) {
                rows.add(row(i + 1, columns, grid.get(i)));
            }
        }
        return rows;
    }

    private static List<String> columns(List<String> heading) {
        Map<String, String> known = SheetColumns.byTitle();
        List<String> columns = heading.stream()
                .map(title -> known.getOrDefault(NameKey.of(title), ""))
                .toList();
        List<String> found =
                columns.stream().filter(column -> !column.isEmpty()).toList();
        if (!found.contains("nameZh")) {
            throw SheetFile.refused("sheet-heading-unknown");
        }
        if (found.stream().distinct().count() < found.size()) {
            throw SheetFile.refused("sheet-heading-twice");
        }
        return columns;
    }

    private SheetRow row(int number, List<String> columns, List<String> cells) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < Math.min(columns.size(), cells.size()); i++) {
            if (!columns.get(i).isEmpty()) {
                values.put(columns.get(i), cells.get(i));
            }
        }
        List<FieldError> errors = new ArrayList<>();
        words(values);
        link(values, errors);
        boolean places = service(values, errors);
        Form form = Form.of(values);
        ApplicationDraft draft = ApplicationDraft.BLANK;
        for (Piece piece : List.of(Piece.PRODUCT, Piece.ORIGIN, Piece.LINK)) {
            PieceForm.Reading reading = PieceForm.read(piece, form, draft, Map.of(), Optional.of(pack));
            draft = reading.draft();
            errors.addAll(reading.errors());
        }
        if (form.value("nameZh").isEmpty()) {
            errors.add(new FieldError("/nameZh", "field-required", List.of()));
        }
        List<FieldError> placed = errors.stream()
                .map(error -> new FieldError(
                        "/rows/" + number + column(error.pointer(), places), error.code(), error.arguments()))
                .toList();
        return new SheetRow(
                number,
                cells,
                draft,
                placed,
                Drafts.gaps(draft, Optional.of(pack)).size());
    }

    /** A service says how many guests it can take, and has neither weight nor raw lots; true where it has said so. */
    private boolean service(Map<String, String> values, List<FieldError> errors) {
        String guests = values.getOrDefault(SheetColumns.PLACES, "");
        boolean service = pack.groupOf(values.getOrDefault("category", ""))
                .filter(ProductGroup::places)
                .isPresent();
        if (!service) {
            if (!guests.isEmpty()) {
                errors.add(new FieldError("/" + SheetColumns.PLACES, "sheet-of-services-only", List.of()));
            }
            return false;
        }
        values.forEach((column, text) -> {
            if (!text.isEmpty() && (column.equals("netWeightGrams") || SheetColumns.ofLot(column))) {
                errors.add(new FieldError("/" + column.replace('-', '/'), "sheet-not-of-services", List.of()));
            }
        });
        values.keySet().removeIf(SheetColumns::ofLot);
        if (!guests.isEmpty()) {
            values.put("yearlyCapacity", guests);
        }
        return !guests.isEmpty();
    }

    private static String column(String pointer, boolean places) {
        return places && pointer.equals("/yearlyCapacity") ? "/" + SheetColumns.PLACES : pointer;
    }

    /** Names that people write where the form sends ids. */
    private void words(Map<String, String> values) {
        values.computeIfPresent(
                "category",
                (field, text) -> pack.categories().stream()
                        .filter(one ->
                                one.name().zh().equals(text) || one.name().en().equalsIgnoreCase(text))
                        .map(Category::id)
                        .findFirst()
                        .orElse(text));
        values.replaceAll((field, text) -> field.endsWith("countyCode")
                ? pack.counties().stream()
                        .filter(one ->
                                one.name().zh().equals(text) || one.name().en().equalsIgnoreCase(text))
                        .map(one -> one.code())
                        .findFirst()
                        .orElse(text)
                : text);
        for (String box : List.of("perishable", "geographicalIndication")) {
            values.computeIfPresent(box, (field, text) -> String.valueOf(YES.contains(text.toLowerCase(Locale.ROOT))));
        }
    }

    /** By its title, its kind in either language, or left out where there is only one. */
    private void link(Map<String, String> values, List<FieldError> errors) {
        String text = values.getOrDefault("linkId", "");
        if (text.isEmpty() && links.size() == 1) {
            values.put("linkId", links.get(0).id().toString());
        }
        if (text.isEmpty()) {
            return;
        }
        List<LinkView> meant = links.stream()
                .filter(link -> link.title().equals(text)
                        || link.id().toString().equals(text)
                        || Messages.LANGUAGES.stream()
                                .anyMatch(language -> Messages.get(language, "link." + link.kind())
                                        .equalsIgnoreCase(text)))
                .toList();
        if (meant.size() == 1) {
            values.put("linkId", meant.get(0).id().toString());
        } else {
            values.remove("linkId");
            errors.add(new FieldError("/linkId", "link-unknown", List.of()));
        }
    }
}
