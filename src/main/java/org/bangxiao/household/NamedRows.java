package org.bangxiao.household;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bangxiao.document.CsvRows;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Messages;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an uploaded table by the names of their columns, which its first row says in any language or as a program does.
 *
 * @param words   what the messages that name the columns begin with
 * @param columns in the order of the template
 */
record NamedRows(String words, List<String> columns) {
    /** The row of a spreadsheet that the first one below the heading is. */
    private static final int FIRST = 2;

    /** What is wrong with a cell; row as a spreadsheet counts. */
    record Fault(int row, String column, String words) {}

    /**
     * The cells of every row in which something stands. Problems at {@code /file}: {@code sheet-empty},
     * {@code sheet-too-many-rows}, {@code sheet-encoding-unknown}, {@code sheet-broken}, {@code sheet-heading-unknown} where one
     * of the needed columns is missing.
     */
    List<Map<String, String>> read(byte[] file, int most, Collection<String> needed) {
        List<List<String>> rows = new ArrayList<>();
        CsvRows.read(file, row -> {
            if (rows.size() > most) {
                throw Problem.field("/file", "sheet-too-many-rows", most);
            }
            rows.add(row.stream().map(NamedRows::bare).toList());
        });
        Map<String, Integer> places = places(rows.isEmpty() ? List.of() : rows.get(0));
        if (!places.keySet().containsAll(needed)) {
            throw Problem.field("/file", "sheet-heading-unknown");
        }
        List<Map<String, String>> written = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.stream().anyMatch(cell -> !cell.isEmpty())) {
                Map<String, String> cells = new HashMap<>();
                places.forEach((column, place) -> cells.put(column, place < row.size() ? row.get(place) : ""));
                written.add(cells);
            }
        }
        if (written.isEmpty()) {
            throw Problem.field("/file", "sheet-empty");
        }
        return written;
    }

    List<String> heading(String language) {
        return columns.stream()
                .map(column -> Messages.get(language, words + column))
                .toList();
    }

    /** A day as a spreadsheet writes it, {@code 2026/3/1} too; null for what is none. */
    static @Nullable LocalDate day(String text) {
        try {
            return LocalDate.parse(text.strip().replace('/', '-').replaceAll("-(\\d)(?=-|$)", "-0$1"));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** What a problem says of cells, whose pointers are {@code <rows>/<row from 0>/<column>}. */
    static List<Fault> faults(Problem problem, String rows, String language) {
        return problem.errors().stream()
                .filter(error -> error.pointer().matches(rows + "/\\d+/\\w+"))
                .map(error -> {
                    String[] parts = error.pointer().split("/", 4);
                    return new Fault(
                            Integer.parseInt(parts[2]) + FIRST,
                            parts[3],
                            Messages.get(
                                    language,
                                    "problem." + error.code(),
                                    error.arguments().toArray()));
                })
                .toList();
    }

    private Map<String, Integer> places(List<String> heading) {
        Map<String, String> titles = new HashMap<>();
        columns.forEach(column -> {
            titles.put(column.toLowerCase(Locale.ROOT), column);
            Messages.LANGUAGES.forEach(language ->
                    titles.put(Messages.get(language, words + column).toLowerCase(Locale.ROOT), column));
        });
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < heading.size(); i++) {
            String column = titles.get(heading.get(i).toLowerCase(Locale.ROOT));
            if (column != null) {
                places.putIfAbsent(column, i);
            }
        }
        return places;
    }

    /** Without the mark by which a spreadsheet takes a cell for text. */
    private static String bare(String cell) {
        String text = cell.strip();
        return text.startsWith("'") ? text.substring(1) : text;
    }
}
