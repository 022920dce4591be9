package org.bangxiao.settlement.payout;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.region.BankFormat;
import org.jspecify.annotations.Nullable;

/** Reads the file that comes back from a bank. What is cut off or of another batch is refused whole. */
final class BankAnswer {
    static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final int MOST_FAULTS = 100;
    private static final int LONGEST_REASON = 100;

    /** A hundred billion yuan: beyond any amount, and small enough that all rows of a file add up. */
    private static final long HIGHEST_FEN = 10_000_000_000_000L;

    /**
     * What the bank says of one payment.
     *
     * @param line    where it stands in the file, the header being 1
     * @param outcome PAID, FAILED or RETURNED
     * @param reason  the bank's words, without long numbers; null where it gave none
     */
    record Row(
            int line,
            UUID item,
            long fen,
            String outcome,
            @Nullable String reason) {}

    private BankAnswer() {}

    /**
     * Problems at {@code /file}: {@code sheet-empty}, {@code sheet-too-large}, {@code sheet-encoding-unknown},
     * {@code payout-answer-header}, {@code payout-answer-other-batch}, {@code payout-answer-truncated}; at
     * {@code /rows/<line>}: {@code payout-answer-shape}, {@code payout-answer-outcome}.
     */
    static List<Row> read(BankFormat format, byte[] file, String batch) {
        List<List<String>> lines = lines(format, file);
        if (lines.isEmpty()) {
            throw PayoutProblems.atFile("sheet-empty");
        }
        BankFormat.Answer answer = format.answer();
        Map<String, String> header = values(answer.header(), lines.get(0));
        if (header == null) {
            throw PayoutProblems.atFile("payout-answer-header");
        }
        if (!batch.equals(header.get("batch"))) {
            throw PayoutProblems.atFile("payout-answer-other-batch", batch);
        }
        List<Row> rows = rows(format, lines);
        Map<String, String> trailer = values(answer.trailer(), lines.get(lines.size() - 1));
        long total = rows.stream().mapToLong(Row::fen).reduce(0, Math::addExact);
        if (trailer == null
                || !String.valueOf(rows.size()).equals(trailer.get("count"))
                || fen(format, trailer.get("total")) != total) {
            throw PayoutProblems.atFile("payout-answer-truncated");
        }
        return rows;
    }

    private static List<Row> rows(BankFormat format, List<List<String>> lines) {
        BankFormat.Answer answer = format.answer();
        // A file whose last line is a payment was cut off: said before anything is said of its rows.
        if (lines.size() < 2 || values(answer.trailer(), lines.get(lines.size() - 1)) == null) {
            throw PayoutProblems.atFile("payout-answer-truncated");
        }
        List<Row> rows = new ArrayList<>();
        List<Problem.FieldError> faults = new ArrayList<>();
        for (int i = 1; i < lines.size() - 1; i++) {
            Map<String, String> cells = values(answer.row(), lines.get(i));
            String item = cells == null ? "" : cells.getOrDefault("item", "");
            long fen = cells == null ? -1 : fen(format, cells.get("amount"));
            if (cells == null || fen <= 0 || !item.matches("[0-9a-f]{32}")) {
                faults.add(fault(i + 1, "payout-answer-shape"));
                continue;
            }
            String outcome = outcome(answer, cells.getOrDefault("outcome", ""));
            if (outcome == null) {
                faults.add(fault(i + 1, "payout-answer-outcome"));
                continue;
            }
            rows.add(new Row(i + 1, uuid(item), fen, outcome, reason(cells.getOrDefault("reason", ""))));
        }
        refuse(faults);
        return rows;
    }

    /** Refuses where something is wrong with rows; the first hundred are named. */
    static void refuse(List<Problem.FieldError> faults) {
        if (!faults.isEmpty()) {
            throw Problem.fields(faults.subList(0, Math.min(faults.size(), MOST_FAULTS)));
        }
    }

    static Problem.FieldError fault(int line, String code) {
        return new Problem.FieldError("/rows/" + line, code, List.of(line));
    }

    private static List<List<String>> lines(BankFormat format, byte[] file) {
        if (file.length > MOST_BYTES) {
            throw PayoutProblems.atFile("sheet-too-large", MOST_BYTES / 1024 / 1024);
        }
        List<List<String>> lines = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(format.separator().charAt(0))
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text(format, file))) {
            reader.forEach(record ->
                    lines.add(record.getFields().stream().map(String::strip).toList()));
        } catch (CsvParseException | java.io.IOException e) {
            throw PayoutProblems.atFile("sheet-broken");
        }
        return lines;
    }

    private static String text(BankFormat format, byte[] file) {
        try {
            return Charset.forName(format.encoding())
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            throw PayoutProblems.atFile("sheet-encoding-unknown");
        }
    }

    /** The cells by their words, or null where the line is not of this shape. */
    private static @Nullable Map<String, String> values(List<String> columns, List<String> line) {
        if (line.size() != columns.size()) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            boolean letters = column.matches("[A-Z]+");
            if (letters && !column.equals(line.get(i))) {
                return null;
            }
            values.put(column, line.get(i));
        }
        return values;
    }

    private static @Nullable String outcome(BankFormat.Answer answer, String word) {
        if (answer.paid().contains(word)) {
            return "PAID";
        }
        if (answer.failed().contains(word)) {
            return "FAILED";
        }
        return answer.returned().contains(word) ? "RETURNED" : null;
    }

    private static long fen(BankFormat format, @Nullable String text) {
        try {
            long fen = switch (format.amount()) {
                case YUAN -> Money.parseYuan(String.valueOf(text));
                case FEN -> Long.parseLong(String.valueOf(text));
            };
            return fen > HIGHEST_FEN ? -1 : fen;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Banks repeat account numbers in their words: those stay with the bank. */
    private static @Nullable String reason(String words) {
        String clean = words.replaceAll("\\p{Cntrl}", "").replaceAll("\\d{6,}", "****");
        return clean.isEmpty() ? null : clean.substring(0, Math.min(clean.length(), LONGEST_REASON));
    }

    private static UUID uuid(String hex) {
        return new UUID(
                Long.parseUnsignedLong(hex.substring(0, 16), 16), Long.parseUnsignedLong(hex.substring(16), 16));
    }
}
