package org.bangxiao.certification;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bangxiao.document.CsvRows;
import org.bangxiao.kernel.Problem;

/** Reads an uploaded sheet, CSV or XLSX by its content, into rows of text; refuses what is hostile, saying why. */
public final class SheetFile {
    /** Rows of a sheet. */
    public static final int MOST_ROWS = 500;

    static final int MOST_COLUMNS = 60;
    static final int LONGEST_CELL = 500;
    static final int MOST_BYTES = 2 * 1024 * 1024;

    private static final int OLD_EXCEL = 0xD0CF11E0;
    private static final int ZIP = 0x504B0304;

    private SheetFile() {}

    /**
     * The rows, heading first, without empty ones at the end. Problems at {@code /file}: {@code sheet-empty},
     * {@code sheet-too-large}, {@code sheet-too-many-rows}, {@code sheet-too-many-columns}, {@code sheet-cell-too-long},
     * {@code sheet-encoding-unknown}, {@code sheet-kind-old}, {@code sheet-broken}, {@code sheet-hostile}.
     */
    public static List<List<String>> read(byte[] file) {
        if (file.length == 0) {
            throw refused("sheet-empty");
        }
        if (file.length > MOST_BYTES) {
            throw refused("sheet-too-large", MOST_BYTES / 1024 / 1024);
        }
        int magic = file.length < Integer.BYTES ? 0 : ByteBuffer.wrap(file).getInt();
        if (magic == OLD_EXCEL) {
            throw refused("sheet-kind-old");
        }
        List<List<String>> rows = magic == ZIP ? XlsxSheet.read(file) : rows(file, MOST_ROWS);
        while (!rows.isEmpty() && rows.get(rows.size() - 1).stream().allMatch(String::isEmpty)) {
            rows.remove(rows.size() - 1);
        }
        if (rows.size() < 2) {
            throw refused("sheet-empty");
        }
        return rows;
    }

    /** Something is wrong with the whole file. */
    public static Problem refused(String code, Object... arguments) {
        return Problem.field("/file", code, arguments);
    }

    /** The rows of comma separated values, empty ones too, so that each keeps its number; problems as in {@link #read}. */
    static List<List<String>> csv(byte[] file, int mostRows) {
        return rows(file, mostRows);
    }

    /** Takes a row in, or refuses one too many. */
    static void add(List<List<String>> rows, List<String> row) {
        add(rows, row, MOST_ROWS);
    }

    private static void add(List<List<String>> rows, List<String> row, int mostRows) {
        if (rows.size() > mostRows) {
            throw refused("sheet-too-many-rows", mostRows);
        }
        if (row.size() > MOST_COLUMNS) {
            throw refused("sheet-too-many-columns", MOST_COLUMNS);
        }
        List<String> tidy = new ArrayList<>();
        for (String cell : row) {
            String text = cell.strip();
            if (text.length() > LONGEST_CELL) {
                throw refused("sheet-cell-too-long", LONGEST_CELL, rows.size() + 1);
            }
            tidy.add(SheetWriter.bare(text));
        }
        rows.add(tidy);
    }

    private static List<List<String>> rows(byte[] file, int mostRows) {
        List<List<String>> rows = new ArrayList<>();
        CsvRows.read(file, row -> add(rows, row, mostRows));
        return rows;
    }
}
