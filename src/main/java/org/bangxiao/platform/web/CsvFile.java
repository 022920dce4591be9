package org.bangxiao.platform.web;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Collectors;

/** A table as comma separated values that spreadsheets open rightly: UTF-8 with its mark, every cell quoted. */
public final class CsvFile {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private CsvFile() {}

    /** An answer that the browser saves under that name. */
    public static Response answer(String name, List<String> heading, List<List<String>> rows) {
        StringBuilder text = new StringBuilder(BYTE_ORDER_MARK).append(line(heading));
        rows.forEach(row -> text.append(line(row)));
        return Response.ok(text.toString(), "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }

    /** One row with its end. */
    public static String line(List<String> cells) {
        return cells.stream().map(CsvFile::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    /** What a spreadsheet would take for a formula is made a text. */
    private static String cell(String text) {
        String plain = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + plain.replace("\"", "\"\"") + '"';
    }
}
