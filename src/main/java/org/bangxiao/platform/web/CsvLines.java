package org.bangxiao.platform.web;

import org.jspecify.annotations.Nullable;

/** Lines of a file for a spreadsheet (RFC 4180, UTF-8), in which no cell can be taken for a formula. */
public final class CsvLines {
    /** Spreadsheets take a file for UTF-8 when it begins so. */
    public static final String MARK = "\ufeff";

    private static final String FORMULA_STARTS = "=+-@\t\r\0＝＋－＠";

    private CsvLines() {}

    /** One line with its end; whole numbers stand bare, everything else is quoted. */
    public static String of(@Nullable Object... cells) {
        StringBuilder line = new StringBuilder();
        for (Object cell : cells) {
            if (line.length() > 0) {
                line.append(',');
            }
            line.append(cell instanceof Long || cell instanceof Integer ? String.valueOf(cell) : quoted(cell));
        }
        return line.append("\r\n").toString();
    }

    private static String quoted(@Nullable Object cell) {
        String text = cell == null ? "" : cell.toString();
        String safe = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
