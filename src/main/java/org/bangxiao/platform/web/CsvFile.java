package org.bangxiao.platform.web;

import jakarta.ws.rs.core.Response;
import java.util.List;

/** A table as comma separated values that spreadsheets open rightly: UTF-8 with its mark, every cell quoted. */
public final class CsvFile {
    private CsvFile() {}

    /** An answer that the browser saves under that name. */
    public static Response answer(String name, List<String> heading, List<List<String>> rows) {
        StringBuilder text = new StringBuilder(CsvLines.MARK).append(CsvLines.of(heading.toArray()));
        rows.forEach(row -> text.append(CsvLines.of(row.toArray())));
        return Response.ok(text.toString(), "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }
}
