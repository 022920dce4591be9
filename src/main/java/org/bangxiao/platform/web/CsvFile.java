package org.bangxiao.platform.web;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.bangxiao.kernel.Page;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** A table as comma separated values that spreadsheets open rightly, as an answer that the browser saves under a name. */
public final class CsvFile {
    private CsvFile() {}

    /** A short table, whole. */
    public static Response answer(String name, List<String> heading, List<List<String>> rows) {
        StringBuilder text = new StringBuilder(head(heading));
        rows.forEach(row -> text.append(CsvLines.of(row.toArray())));
        return Response.ok(text.toString(), "text/csv;charset=UTF-8")
                .header("Content-Disposition", disposition(name))
                .build();
    }

    /** A long table, written while it is read; lines by {@link CsvLines#of}. */
    public static RestMulti<String> stream(String name, List<String> heading, Multi<String> lines) {
        return RestMulti.fromMultiData(Multi.createBy()
                        .concatenating()
                        .streams(Multi.createFrom().item(head(heading)), lines))
                .header("Content-Disposition", disposition(name))
                .build();
    }

    /**
     * A long table read page by page; between two pages no connection is held.
     *
     * @param read the page after a cursor, which is null for the first
     * @param line what {@link CsvLines#of} makes of an item
     */
    public static <T> RestMulti<String> pages(
            String name,
            List<String> heading,
            Function<@Nullable String, Uni<Page<T>>> read,
            Function<T, String> line) {
        AtomicReference<@Nullable String> cursor = new AtomicReference<>();
        return stream(
                name,
                heading,
                Multi.createBy()
                        .repeating()
                        .uni(() -> read.apply(cursor.get()).invoke(page -> cursor.set(page.next())))
                        .whilst(page -> page.next() != null)
                        .onItem()
                        .transformToIterable(Page::items)
                        .map(line));
    }

    private static String head(List<String> heading) {
        return CsvLines.MARK + CsvLines.of(heading.toArray());
    }

    private static String disposition(String name) {
        return "attachment; filename=\"" + name + "\"";
    }
}
