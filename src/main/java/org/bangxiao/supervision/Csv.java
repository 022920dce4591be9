package org.bangxiao.supervision;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.bangxiao.kernel.Page;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** A whole table as comma separated values, read page by page; between two reads no connection is held. */
final class Csv {
    /** Spreadsheets take a file for UTF-8 when it begins so. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

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
        AtomicReference<Optional<String>> cursor = new AtomicReference<>(Optional.empty());
        Multi<String> rows = Multi.createBy()
                .repeating()
                .uni(() -> read.apply(cursor.get().orElse(null))
                        .invoke(page -> cursor.set(Optional.ofNullable(page.next()))))
                .whilst(page -> page.next() != null)
                .onItem()
                .transformToIterable(Page::items)
                .map(item -> line(row.apply(item)));
        Multi<String> lines = Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(BYTE_ORDER_MARK + heading + "\r\n"), rows);
        return RestMulti.fromMultiData(lines)
                .header("Content-Disposition", "attachment; filename=\"" + name + ".csv\"")
                .build();
    }

    private static String line(List<@Nullable Object> cells) {
        StringBuilder text = new StringBuilder();
        for (Object cell : cells) {
            text.append(text.isEmpty() ? "" : ",").append(cell(cell == null ? "" : cell.toString()));
        }
        return text.append("\r\n").toString();
    }

    /** Quoted; what a spreadsheet would take for a formula is made a text. */
    private static String cell(String text) {
        String plain = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + plain.replace("\"", "\"\"") + '"';
    }
}
