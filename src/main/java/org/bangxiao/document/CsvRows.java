package org.bangxiao.document;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bangxiao.kernel.Problem;

/** The rows of an uploaded text of separated values, in whichever encoding and with whichever separator it was saved. */
public final class CsvRows {
    private static final Charset GB18030 = Charset.forName("GB18030");

    private CsvRows() {}

    /**
     * Hands over every row, empty ones too, so that each keeps its number. Problems at {@code /file}:
     * {@code sheet-encoding-unknown}, {@code sheet-broken}, and what the taker throws.
     */
    public static void read(byte[] file, Consumer<List<String>> taker) {
        String text = text(file);
        String heading = text.lines().findFirst().orElse("");
        char separator = Stream.of(',', ';', '\t')
                .max((a, b) -> Long.compare(count(heading, a), count(heading, b)))
                .orElse(',');
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(false)
                // People leave the last cells of a row out.
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            Iterator<CsvRecord> records = reader.iterator();
            while (records.hasNext()) {
                taker.accept(records.next().getFields());
            }
        } catch (CsvParseException | java.io.IOException e) {
            throw Problem.field("/file", "sheet-broken");
        }
    }

    /** UTF-8 where every byte agrees, else the national encoding that spreadsheets here write; anything else is refused. */
    private static String text(byte[] file) {
        for (byte one : file) {
            if (one == 0) {
                throw Problem.field("/file", "sheet-encoding-unknown");
            }
        }
        for (Charset charset : List.of(StandardCharsets.UTF_8, GB18030)) {
            try {
                String text = charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(file))
                        .toString();
                return text.startsWith("\uFEFF") ? text.substring(1) : text;
            } catch (CharacterCodingException e) {
                // The next one may fit.
            }
        }
        throw Problem.field("/file", "sheet-encoding-unknown");
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(one -> one == wanted).count();
    }
}
