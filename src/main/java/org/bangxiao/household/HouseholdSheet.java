package org.bangxiao.household;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Messages;
import org.jspecify.annotations.Nullable;

/** Households as the national register hands them out: one row each, with the standing of a day. */
final class HouseholdSheet {
    static final int MOST_BYTES = 4 * 1024 * 1024;
    static final int MOST_ROWS = 10_000;

    /** The columns in the order of the template; the last two may be left out. */
    static final List<String> COLUMNS = List.of(
            "villageCode",
            "villageName",
            "headName",
            "idNumber",
            "persons",
            "status",
            "since",
            "bankCode",
            "bankAccount");

    private static final int OPTIONAL = 2;

    private final List<Problem.FieldError> errors = new ArrayList<>();

    static final NamedRows ROWS = new NamedRows("household.enter.column.", COLUMNS);

    /** The rows of a sheet. Problems as {@link NamedRows#read} says, and at each cell that cannot be read. */
    static List<HouseholdDraft> read(byte[] file) {
        return read(ROWS.read(file, MOST_ROWS, COLUMNS.subList(0, COLUMNS.size() - OPTIONAL)));
    }

    /** The same from cells by their columns, such as those of a form. */
    static List<HouseholdDraft> read(List<Map<String, String>> rows) {
        HouseholdSheet sheet = new HouseholdSheet();
        List<HouseholdDraft> drafts = new ArrayList<>();
        for (Map<String, String> cells : rows) {
            drafts.add(sheet.draft(drafts.size(), cells));
        }
        if (!sheet.errors.isEmpty()) {
            throw Problem.fields(sheet.errors.subList(0, Math.min(sheet.errors.size(), 100)));
        }
        return drafts;
    }

    private HouseholdDraft draft(int row, Map<String, String> cells) {
        HouseholdStatus status = status(cells.getOrDefault("status", "")).orElseGet(() -> {
            wrong(row, "status", "household-status-unknown");
            return HouseholdStatus.REMOVED;
        });
        return new HouseholdDraft(
                needed(row, "villageCode", cells),
                needed(row, "villageName", cells),
                needed(row, "headName", cells),
                needed(row, "idNumber", cells).toUpperCase(Locale.ROOT),
                given(cells, "bankAccount"),
                given(cells, "bankCode"),
                persons(row, cells),
                List.of(new HouseholdDraft.Standing(status, since(row, cells), null)),
                false);
    }

    private String needed(int row, String column, Map<String, String> cells) {
        String text = cells.getOrDefault(column, "").strip();
        if (text.isEmpty()) {
            wrong(row, column, "field-required");
        }
        return text;
    }

    private int persons(int row, Map<String, String> cells) {
        String text = cells.getOrDefault("persons", "").strip();
        if (!text.matches("[1-9]\\d?")) {
            wrong(row, "persons", "household-persons");
            return 1;
        }
        return Integer.parseInt(text);
    }

    private LocalDate since(int row, Map<String, String> cells) {
        LocalDate day = NamedRows.day(cells.getOrDefault("since", ""));
        if (day == null) {
            wrong(row, "since", "date-invalid");
            return LocalDate.EPOCH;
        }
        return day;
    }

    private static Optional<HouseholdStatus> status(String text) {
        return Arrays.stream(HouseholdStatus.values())
                .filter(status -> status.name().equalsIgnoreCase(text)
                        || Messages.LANGUAGES.stream()
                                .anyMatch(language -> Messages.get(language, "household.status." + status.name())
                                        .equalsIgnoreCase(text)))
                .findFirst();
    }

    private static @Nullable String given(Map<String, String> cells, String column) {
        String text = cells.getOrDefault(column, "").strip();
        return text.isEmpty() ? null : text;
    }

    private void wrong(int row, String column, String code) {
        errors.add(new Problem.FieldError("/households/" + row + "/" + column, code, List.of()));
    }
}
