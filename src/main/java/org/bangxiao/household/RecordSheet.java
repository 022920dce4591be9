package org.bangxiao.household;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bangxiao.document.CsvRows;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Messages;
import org.jspecify.annotations.Nullable;

/** Records as people write them, on a sheet or in a form: hours, pieces, kilograms and yuan. */
final class RecordSheet {
    static final int MOST_BYTES = 1024 * 1024;
    private static final int MINUTES_AN_HOUR = 60;
    private static final int HUNDREDTHS = 100;

    /** The columns in the order of the template. */
    private static final List<String> COLUMNS =
            List.of("slip", "householdNo", "person", "day", "units", "priceFen", "lot");

    private final LinkKind kind;
    private final List<Terms> terms;
    private final List<Problem.FieldError> errors = new ArrayList<>();

    RecordSheet(LinkKind kind, List<Terms> terms) {
        this.kind = kind;
        this.terms = terms;
    }

    static List<String> heading(LinkKind kind, String language) {
        return columns(kind).stream()
                .map(column -> Messages.get(language, "record.column." + column))
                .toList();
    }

    /**
     * The rows of a sheet. Problems at {@code /file}: {@code sheet-empty}, {@code sheet-too-large}, {@code
     * sheet-too-many-rows}, {@code sheet-encoding-unknown}, {@code sheet-broken}, {@code sheet-heading-unknown}; and at each
     * cell that cannot be read.
     */
    List<RecordDraft> read(byte[] file) {
        if (file.length == 0) {
            throw Problem.field("/file", "sheet-empty");
        }
        if (file.length > MOST_BYTES) {
            throw Problem.field("/file", "sheet-too-large", MOST_BYTES / 1024 / 1024);
        }
        List<List<String>> rows = new ArrayList<>();
        CsvRows.read(file, row -> {
            if (rows.size() > Records.MOST) {
                throw Problem.field("/file", "sheet-too-many-rows", Records.MOST);
            }
            rows.add(row.stream().map(RecordSheet::bare).toList());
        });
        Map<String, Integer> places = places(rows.isEmpty() ? List.of() : rows.get(0));
        List<RecordDraft> drafts = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.stream().anyMatch(cell -> !cell.isEmpty())) {
                Map<String, String> cells = new HashMap<>();
                places.forEach((column, place) -> cells.put(column, place < row.size() ? row.get(place) : ""));
                drafts.add(draft(drafts.size(), cells));
            }
        }
        if (drafts.isEmpty()) {
            throw Problem.field("/file", "sheet-empty");
        }
        return checked(drafts);
    }

    /** One row, from a form. */
    List<RecordDraft> read(Map<String, String> cells) {
        return checked(List.of(draft(0, cells)));
    }

    private List<RecordDraft> checked(List<RecordDraft> drafts) {
        if (!errors.isEmpty()) {
            throw Problem.fields(errors.subList(0, Math.min(errors.size(), 100)));
        }
        return drafts;
    }

    private RecordDraft draft(int row, Map<String, String> cells) {
        LocalDate day = day(row, cells.getOrDefault("day", ""));
        Long person = number(row, "person", cells, 0);
        return new RecordDraft(
                cells.get("slip"),
                number(row, "householdNo", cells, 0),
                person == null ? null : Math.toIntExact(person),
                day,
                units(row, cells, day),
                number(row, "priceFen", cells, 2),
                cells.get("lot"));
    }

    private @Nullable Long units(int row, Map<String, String> cells, @Nullable LocalDate day) {
        if (kind == LinkKind.PRODUCE) {
            return number(row, "units", cells, 3);
        }
        boolean hours = terms.stream()
                .filter(one -> day != null && one.inForceOn(day))
                .anyMatch(one -> one.figures().workUnit() == WorkUnit.HOUR);
        Long read = number(row, "units", cells, hours ? 2 : 0);
        if (read == null || !hours) {
            return read;
        }
        if (read * MINUTES_AN_HOUR % HUNDREDTHS != 0) {
            wrong(row, "units", "record-minutes");
        }
        return read * MINUTES_AN_HOUR / HUNDREDTHS;
    }

    private @Nullable Long number(int row, String column, Map<String, String> cells, int places) {
        String text = cells.getOrDefault(column, "");
        if (text.isEmpty()) {
            return null;
        }
        Long read = LinkForm.read(text, places);
        if (read == null) {
            errors.add(new Problem.FieldError(
                    "/records/" + row + "/" + column, "link-number-unreadable", List.of(places)));
        }
        return read;
    }

    private @Nullable LocalDate day(int row, String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(text.replace('/', '-').replaceAll("-(\\d)(?=-|$)", "-0$1"));
        } catch (DateTimeParseException e) {
            wrong(row, "day", "date-invalid");
            return null;
        }
    }

    private void wrong(int row, String column, String code) {
        errors.add(new Problem.FieldError("/records/" + row + "/" + column, code, List.of()));
    }

    private static Map<String, Integer> places(List<String> heading) {
        Map<String, String> titles = new HashMap<>();
        COLUMNS.forEach(column -> {
            titles.put(column.toLowerCase(Locale.ROOT), column);
            Messages.LANGUAGES.forEach(language ->
                    titles.put(Messages.get(language, "record.column." + column).toLowerCase(Locale.ROOT), column));
        });
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < heading.size(); i++) {
            String column = titles.get(heading.get(i).toLowerCase(Locale.ROOT));
            if (column != null) {
                places.putIfAbsent(column, i);
            }
        }
        if (!places.keySet().containsAll(List.of("slip", "householdNo", "day", "units"))) {
            throw Problem.field("/file", "sheet-heading-unknown");
        }
        return places;
    }

    private static List<String> columns(LinkKind kind) {
        return COLUMNS.stream()
                .filter(column -> kind == LinkKind.WAGES
                        ? !List.of("priceFen", "lot").contains(column)
                        : !column.equals("person"))
                .toList();
    }

    /** Without the mark by which a spreadsheet takes a cell for text. */
    private static String bare(String cell) {
        String text = cell.strip();
        return text.startsWith("'") ? text.substring(1) : text;
    }
}
