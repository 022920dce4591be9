package org.bangxiao.certification;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.bangxiao.kernel.Problem;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;

/** The first sheet of an XLSX file, looked through as an archive before any reader of sheets touches it. */
final class XlsxSheet {
    private static final int MOST_ENTRIES = 200;
    private static final int MOST_UNPACKED = 20 * 1024 * 1024;
    private static final int DECIMALS = 6;
    /** A column beyond XFD: a reader would make room for all columns before it. */
    private static final Pattern FAR_COLUMN = Pattern.compile("(?<![\\w:])r\\s*=\\s*[\"'][A-Za-z]{4,}");

    private XlsxSheet() {}

    static List<List<String>> read(byte[] file) {
        lookThrough(file);
        List<List<String>> rows = new ArrayList<>();
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(file));
                Stream<Row> stream = book.getFirstSheet().openStream()) {
            Iterator<Row> each = stream.iterator();
            while (each.hasNext()) {
                Row row = each.next();
                while (rows.size() < row.getRowNum() - 1) {
                    SheetFile.add(rows, List.of());
                }
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < row.getCellCount(); i++) {
                    cells.add(text(row.getOptionalCell(i).orElse(null)));
                }
                SheetFile.add(rows, cells);
            }
        } catch (Problem refused) {
            throw refused;
        } catch (IOException | RuntimeException e) {
            // A reader of other people's files fails in many ways; none of them is ours.
            throw SheetFile.refused("sheet-broken");
        }
        return rows;
    }

    /** Counts what comes out of the archive while it comes out, and looks for what a sheet of products never holds. */
    private static void lookThrough(byte[] file) {
        int entries = 0;
        int unpacked = 0;
        boolean book = false;
        byte[] piece = new byte[8192];
        // The archive's own list of its entries, which the reader of sheets goes by as well.
        try (ZipFile zip = ZipFile.builder().setByteArray(file).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                String name = entry.getName().toLowerCase(Locale.ROOT);
                entries++;
                if (entries > MOST_ENTRIES || name.contains("vbaproject") || name.contains("..")) {
                    throw SheetFile.refused("sheet-hostile");
                }
                book |= name.equals("xl/workbook.xml");
                StringBuilder text = new StringBuilder();
                try (InputStream content = zip.getInputStream(entry)) {
                    for (int n = content.read(piece); n > 0; n = content.read(piece)) {
                        unpacked += n;
                        if (unpacked > MOST_UNPACKED) {
                            throw SheetFile.refused("sheet-hostile");
                        }
                        text.append(new String(piece, 0, n, StandardCharsets.ISO_8859_1));
                    }
                }
                refuseHostile(name, text);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw SheetFile.refused("sheet-broken");
        }
        if (!book) {
            throw SheetFile.refused("sheet-broken");
        }
    }

    private static void refuseHostile(String name, CharSequence text) {
        if (!name.endsWith(".xml") && !name.endsWith(".rels")) {
            return;
        }
        String start = text.toString().replaceFirst("^\u00EF\u00BB\u00BF", "").stripLeading();
        // UTF-16 and the like would hide the rest from us.
        boolean readable = start.startsWith("<");
        if (!readable
                || start.contains("<!DOCTYPE")
                || start.contains("<!ENTITY")
                || FAR_COLUMN.matcher(start).find()) {
            throw SheetFile.refused("sheet-hostile");
        }
    }

    /** A formula's last value is a text like any other; nothing is computed here. */
    private static String text(@Nullable Cell cell) {
        if (cell == null) {
            return "";
        }
        String raw = cell.getRawValue();
        if (cell.getType() == CellType.NUMBER && raw != null) {
            return new BigDecimal(raw)
                    .setScale(DECIMALS, RoundingMode.HALF_UP)
                    .stripTrailingZeros()
                    .toPlainString();
        }
        String text = cell.getText();
        return text == null ? "" : text;
    }
}
