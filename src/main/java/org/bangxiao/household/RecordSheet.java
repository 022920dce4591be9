package org.bangxiao.household;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bangxiao.kernel.Problem;
import org.jspecify.annotations.Nullable;

/** Records as people write them, on a sheet or in a form: hours, pieces, kilograms and yuan. */
final class RecordSheet {
    static final int MOST_BYTES = 1024 * 1024;
    private static final int MINUTES_AN_HOUR = 60;
    private static final int HUNDREDTHS = 100;

    /** The columns in the order of the template. */
    private static final List<String> COLUMNS =
            List.of("slip", "householdNo", "person", "day", "units", "priceFen", "lot");

    private static final List<String> NEEDED = List.of("slip", "householdNo", "day", "units");
    private static final String WORDS = "record.column.";

    private final LinkKind kind;
    private final List<Terms> terms;
    private final List<Problem.FieldError> errors = new ArrayList<>();

    RecordSheet(LinkKind kind, List<Terms> terms) {
        this.kind = kind;
        this.terms = terms;
    }

    static List<String> heading(LinkKind kind, String language) {
        return new NamedRows(WORDS, columns(kind)).heading(language);
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
        List<RecordDraft> drafts = new ArrayList<>();
        for (Map<String, String> cells : new NamedRows(WORDS, COLUMNS).read(file, Records.MOST, NEEDED)) {
            drafts.add(draft(drafts.size(), cells));
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
        LocalDate day = NamedRows.day(text);
        if (day == null) {
            wrong(row, "day", "date-invalid");
        }
        return day;
    }

    private void wrong(int row, String column, String code) {
        errors.add(new Problem.FieldError("/records/" + row + "/" + column, code, List.of()));
    }

    private static List<String> columns(LinkKind kind) {
        return COLUMNS.stream()
                .filter(column -> kind == LinkKind.WAGES
                        ? !List.of("priceFen", "lot").contains(column)
                        : !column.equals("person"))
                .toList();
    }
}
