package org.bangxiao.certification;

import java.util.ArrayList;
import java.util.List;

/** Comma separated values as spreadsheets write them: quoted cells may hold commas, quotes and line ends. */
final class CsvText {
    private CsvText() {}

    /** Rows of cells; rows without any text are left out. */
    static List<List<String>> lines(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    cell.append(c);
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',') {
                cells.add(cell.toString());
                cell.setLength(0);
            } else if (c == '\n') {
                cells.add(cell.toString());
                cell.setLength(0);
                end(lines, cells);
                cells = new ArrayList<>();
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        end(lines, cells);
        return lines;
    }

    private static void end(List<List<String>> lines, List<String> cells) {
        if (cells.stream().anyMatch(one -> !one.isBlank())) {
            lines.add(cells);
        }
    }
}
