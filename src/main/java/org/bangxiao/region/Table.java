package org.bangxiao.region;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A table of a pack: comma-separated, a row of column names first, lines that begin with {@code #} left out. */
final class Table {
    private Table() {}

    static List<TableRow> read(String file, String text, List<String> columns, Faults faults) {
        List<TableRow> rows = new ArrayList<>();
        List<String> header = List.of();
        int line = 1;
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .commentStrategy(CommentStrategy.SKIP)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            for (CsvRecord written : csv) {
                line = Math.toIntExact(written.getStartingLineNumber());
                if (header.isEmpty()) {
                    header = written.getFields();
                    if (!header.equals(columns)) {
                        faults.add(file, line, "the columns must be " + String.join(",", columns));
                        return List.of();
                    }
                } else if (written.getFieldCount() != columns.size()) {
                    faults.add(
                            file,
                            line,
                            "the row has " + written.getFieldCount() + " fields, the columns are " + columns.size());
                } else {
                    rows.add(new TableRow(file, line, byColumn(columns, written), faults));
                }
            }
        } catch (CsvParseException e) {
            faults.add(file, line, "after this line: " + rootMessage(e));
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot fail to be read", e);
        }
        if (header.isEmpty()) {
            faults.add(file, 1, "the columns must be " + String.join(",", columns));
        }
        return rows;
    }

    private static Map<String, String> byColumn(List<String> columns, CsvRecord written) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            values.put(columns.get(i), written.getField(i));
        }
        return values;
    }

    private static String rootMessage(Throwable e) {
        Throwable cause = e.getCause();
        return String.valueOf((cause == null ? e : cause).getMessage());
    }
}
