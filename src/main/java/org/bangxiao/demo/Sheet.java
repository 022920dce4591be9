package org.bangxiao.demo;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Reads the sheets of {@code src/main/resources/demo}. */
final class Sheet {
    private Sheet() {}

    static <T> List<T> read(String name, Function<NamedCsvRecord, T> row) {
        InputStream bytes = Sheet.class.getResourceAsStream("/demo/" + name);
        if (bytes == null) {
            throw new IllegalStateException("demo/" + name + " is not on the class path");
        }
        try (CsvReader<NamedCsvRecord> sheet =
                CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            return sheet.stream().map(row).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
