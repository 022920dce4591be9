package org.bangxiao.payment;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bangxiao.document.CsvRows;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Messages;
import org.jspecify.annotations.Nullable;

/**
 * Reads a bank's statement: comma separated values in UTF-8 or GB18030, with the headings that banks use. Lines before
 * the heading and money that went out are passed over.
 */
final class StatementFile {
    static final int MOST_BYTES = 2 * 1024 * 1024;
    private static final int MOST_ROWS = 2_000;
    private static final int LONGEST = 200;
    private static final int HEADING_WITHIN = 20;
    private static final List<String> NEEDED = List.of("date", "reference", "amount", "payer", "account", "purpose");
    private static final Pattern DAY =
            Pattern.compile("(\\d{4})\\D?(\\d{1,2})\\D?(\\d{1,2})\\D?(?:\\d{2}:?\\d{2}(?::?\\d{2})?)?");

    private StatementFile() {}

    /**
     * The lines of money that came, each with what is wrong with it. Problems at {@code /file}: {@code sheet-empty},
     * {@code sheet-too-large}, {@code sheet-too-many-rows}, {@code sheet-encoding-unknown}, {@code sheet-broken},
     * {@code statement-heading-unknown}.
     */
    static List<StatementRow> read(byte[] file) {
        if (file.length > MOST_BYTES) {
            throw Problem.field("/file", "sheet-too-large", MOST_BYTES / 1024 / 1024);
        }
        List<List<String>> lines = new ArrayList<>();
        CsvRows.read(file, line -> {
            if (lines.size() > MOST_ROWS) {
                throw Problem.field("/file", "sheet-too-many-rows", MOST_ROWS);
            }
            lines.add(line.stream().map(String::strip).toList());
        });
        for (int i = 0; i < Math.min(lines.size(), HEADING_WITHIN); i++) {
            Map<String, Integer> columns = columns(lines.get(i));
            if (columns.keySet().containsAll(NEEDED)) {
                return rows(lines, i + 1, columns);
            }
        }
        throw Problem.field("/file", lines.isEmpty() ? "sheet-empty" : "statement-heading-unknown");
    }

    private static Map<String, Integer> columns(List<String> heading) {
        List<String> read = heading.stream()
                .map(cell -> cell.replaceAll("\\s", "").toUpperCase(Locale.ROOT))
                .toList();
        Map<String, Integer> columns = new HashMap<>();
        for (String column : List.of("date", "reference", "amount", "payer", "account", "purpose", "currency")) {
            names("statement.heading." + column)
                    .map(read::indexOf)
                    .filter(at -> at >= 0)
                    .findFirst()
                    .ifPresent(at -> columns.put(column, at));
        }
        return columns;
    }

    /** What banks call it in any language, without blanks and in capitals. */
    private static Stream<String> names(String message) {
        return Messages.LANGUAGES.stream()
                .flatMap(language -> Stream.of(Messages.get(language, message).split("\\|")))
                .map(name -> name.replaceAll("\\s", "").toUpperCase(Locale.ROOT));
    }

    private static List<StatementRow> rows(List<List<String>> lines, int from, Map<String, Integer> columns) {
        List<StatementRow> rows = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = from; i < lines.size(); i++) {
            List<String> line = lines.get(i);
            String amount = cell(line, columns, "amount").replaceAll("[,，¥￥\\s]", "");
            // Money that went out stands in another column, or below nought.
            if (amount.isEmpty() || amount.startsWith("-") || amount.matches("0+(\\.0+)?")) {
                continue;
            }
            StatementRow row = row(i + 1, line, columns, amount);
            rows.add(row.fault() == null && !seen.add(row.bankRef()) ? row.with(fault("statement-twice")) : row);
        }
        if (rows.isEmpty()) {
            throw Problem.field("/file", "sheet-empty");
        }
        return rows;
    }

    private static StatementRow row(int number, List<String> line, Map<String, Integer> columns, String amount) {
        LocalDate day = day(cell(line, columns, "date"));
        String reference = cell(line, columns, "reference");
        String currency = cell(line, columns, "currency").toUpperCase(Locale.ROOT);
        long fen = 0;
        Problem.FieldError fault = null;
        try {
            fen = Money.parseYuan(amount.startsWith("+") ? amount.substring(1) : amount);
        } catch (NumberFormatException e) {
            fault = fault("statement-amount");
        }
        if (day == null) {
            fault = fault("statement-date");
        } else if (!reference.matches("[0-9A-Za-z\\-]{4,64}")) {
            fault = fault("statement-reference");
        } else if (!currency.isEmpty() && names("statement.yuan").noneMatch(currency::equals)) {
            fault = fault("statement-currency");
        } else if (line.stream().anyMatch(cell -> cell.length() > LONGEST)) {
            fault = fault("statement-too-long");
        }
        return new StatementRow(
                number,
                reference,
                day,
                fen,
                cell(line, columns, "payer"),
                cell(line, columns, "account"),
                cell(line, columns, "purpose"),
                fault);
    }

    private static String cell(List<String> line, Map<String, Integer> columns, String name) {
        Integer at = columns.get(name);
        // Banks keep long numbers from being spoilt by a tab or an apostrophe.
        return at == null || at >= line.size()
                ? ""
                : line.get(at).replaceAll("^['\\t]+|\\t+$|\\p{Cntrl}", "").strip();
    }

    private static @Nullable LocalDate day(String text) {
        Matcher day = DAY.matcher(text);
        if (!day.matches()) {
            return null;
        }
        try {
            return LocalDate.of(
                    Integer.parseInt(day.group(1)), Integer.parseInt(day.group(2)), Integer.parseInt(day.group(3)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    static Problem.FieldError fault(String code) {
        return new Problem.FieldError("/row", code, List.of());
    }
}
