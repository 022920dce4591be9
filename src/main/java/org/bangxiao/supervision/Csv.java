package org.bangxiao.supervision;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.bangxiao.kernel.Page;
import org.bangxiao.platform.web.CsvLines;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** A whole table as comma separated values, read page by page; between two reads no connection is held. */
final class Csv {
    private Csv() {}

    /**
     * @param read the page after a cursor, which is null for the first
     * @param row the cells of an item
     */
    static <T> RestMulti<String> of(
            String name,
            String heading,
            Function<@Nullable String, Uni<Page<T>>> read,
            Function<T, List<@Nullable Object>> row) {
        AtomicReference<@Nullable String> cursor = new AtomicReference<>();
        Multi<String> rows = Multi.createBy()
                .repeating()
                .uni(() -> read.apply(cursor.get()).invoke(page -> cursor.set(page.next())))
                .whilst(page -> page.next() != null)
                .onItem()
                .transformToIterable(Page::items)
                .map(item -> line(row.apply(item)));
        Multi<String> lines = Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(CsvLines.MARK + heading + "\r\n"), rows);
        return RestMulti.fromMultiData(lines)
                .header("Content-Disposition", "attachment; filename=\"" + name + ".csv\"")
                .build();
    }

    private static String line(List<@Nullable Object> cells) {
        return CsvLines.of(
                cells.stream().map(cell -> cell == null ? "" : cell.toString()).toArray());
    }
}
