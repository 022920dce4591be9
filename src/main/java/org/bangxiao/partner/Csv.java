package org.bangxiao.partner;

import java.util.List;
import org.bangxiao.partner.BatchReport.RowAnswer;
import org.jspecify.annotations.Nullable;

/** Rows as a file for a spreadsheet (RFC 4180), in which no cell can be taken for a formula. */
final class Csv {
    private static final String FORMULA_STARTS = "=+-@\t\r\0＝＋－＠";

    private Csv() {}

    static String of(List<RowAnswer> answers) {
        // The mark by which spreadsheets know UTF-8.
        StringBuilder csv = new StringBuilder("\uFEFFrow,externalId,status,code\r\n");
        for (RowAnswer answer : answers) {
            csv.append(answer.row())
                    .append(',')
                    .append(cell(answer.externalId()))
                    .append(',')
                    .append(answer.status())
                    .append(',')
                    .append(cell(answer.code()))
                    .append("\r\n");
        }
        return csv.toString();
    }

    static String cell(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        String safe = FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
