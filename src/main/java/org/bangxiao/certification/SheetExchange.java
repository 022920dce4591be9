package org.bangxiao.certification;

import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.bangxiao.platform.web.Messages;
import org.bangxiao.platform.web.SentFile;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Sheets as browsers send and save them, CSV or XLSX. */
public final class SheetExchange {
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String CSV = "text/csv;charset=UTF-8";

    private SheetExchange() {}

    /**
     * A file to be saved.
     *
     * @param name   without its ending
     * @param format {@code xlsx}, else it is CSV
     */
    public static Response answer(String name, @Nullable String format, List<List<String>> rows, String language) {
        boolean csv = !"xlsx".equals(format);
        byte[] bytes = csv ? SheetWriter.csv(rows) : SheetWriter.xlsx(Messages.get(language, "sheet.name"), rows);
        return Response.ok(bytes)
                .type(csv ? CSV : XLSX)
                .header("Content-Disposition", "attachment; filename=\"" + name + (csv ? ".csv" : ".xlsx") + '"')
                .build();
    }

    /** What was sent in the field {@code file}, at most so much as is read at all; {@code field-required}, {@code sheet-too-large}. */
    public static byte[] bytes(@Nullable FileUpload file) {
        return SentFile.bytes(file, SheetFile.MOST_BYTES);
    }

    /** A row of so many columns with one more, for what is wrong with it. */
    public static List<String> with(List<String> cells, int columns, String last) {
        List<String> row = new ArrayList<>(cells);
        while (row.size() < columns) {
            row.add("");
        }
        row.add(last);
        return row;
    }
}
