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

/** Reads a sheet's rows as one reads the form: by the heading's words in either language, faults at row and column. */
final class SheetRows {
    /** The columns of the template, in their order. */
    static final List<String> COLUMNS = Stream.of(Piece.PRODUCT, Piece.ORIGIN, Piece.LINK)
            .flatMap(piece -> piece.fields().stream())
            .filter(field -> !field.equals("rawLots"))
            .toList();

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
        return COLUMNS.stream()
                .map(column -> Messages.get(language, "field." + column))
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
        Map<String, String> known = new HashMap<>();
        for (String column : COLUMNS) {
            known.put(NameKey.of(column), column);
            Messages.LANGUAGES.forEach(
                    language -> known.put(NameKey.of(Messages.get(language, "field." + column)), column));
        }
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
                .map(error -> new FieldError("/rows/" + number + error.pointer(), error.code(), error.arguments()))
                .toList();
        return new SheetRow(
                number,
                cells,
                draft,
                placed,
                Drafts.gaps(draft, Optional.of(pack)).size());
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
        values.computeIfPresent(
                "countyCode",
                (field, text) -> pack.counties().stream()
                        .filter(one ->
                                one.name().zh().equals(text) || one.name().en().equalsIgnoreCase(text))
                        .map(one -> one.code())
                        .findFirst()
                        .orElse(text));
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
