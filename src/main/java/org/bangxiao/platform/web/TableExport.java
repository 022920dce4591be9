package org.bangxiao.platform.web;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/**
 * Every table on screen as a file for a spreadsheet: the page's address with {@code table=1} for its first table. What the
 * page would have shown is what the file holds, so that nobody gets more than they may see. A table that is not there
 * leaves the page as it is. Columns without a heading hold buttons and are left out.
 */
@Provider
@WithTables
class TableExport implements WriterInterceptor {
    static final String PARAMETER = "table";

    private final CurrentVertxRequest request;

    TableExport(CurrentVertxRequest request) {
        this.request = request;
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        HttpServerRequest asked = request.getCurrent().request();
        String table = asked.getParam(PARAMETER);
        if (table != null && table.matches("[1-9]") && context.getEntity() instanceof String page) {
            Elements tables = Jsoup.parse(page).select("main table");
            int index = Integer.parseInt(table) - 1;
            if (index < tables.size()) {
                context.setEntity(file(tables.get(index)));
                context.setMediaType(new MediaType("text", "csv", "UTF-8"));
                context.getHeaders().putSingle("Content-Type", "text/csv;charset=UTF-8");
                context.getHeaders()
                        .putSingle("Content-Disposition", "attachment; filename=\"" + name(asked.path()) + ".csv\"");
            }
        }
        context.proceed();
    }

    private static String file(Element table) {
        List<Integer> columns = new ArrayList<>();
        Elements headings = table.select("thead tr").isEmpty()
                ? new Elements()
                : table.select("thead tr").get(0).children();
        for (int i = 0; i < headings.size(); i++) {
            if (!words(headings.get(i)).isEmpty()) {
                columns.add(i);
            }
        }
        StringBuilder file = new StringBuilder(CsvLines.MARK);
        for (Element row : table.select("tr")) {
            List<Element> cells = row.children();
            file.append(CsvLines.of(columns.stream()
                    .map(column -> column < cells.size() ? words(cells.get(column)) : "")
                    .toArray()));
        }
        return file.toString();
    }

    /** What a reader sees: words for screen readers only say again what stands there. */
    private static String words(Element cell) {
        Element seen = cell.clone();
        seen.select(".sr, form, button").remove();
        return seen.text();
    }

    private static String name(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.matches("[a-z-]{1,40}") ? last : "table";
    }
}
