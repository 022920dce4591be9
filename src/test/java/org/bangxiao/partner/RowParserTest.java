package org.bangxiao.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowParserTest {
    private static final String GOOD =
            "{\"externalId\":\"木耳-1\",\"productId\":\"01a1fffb-577e-7fb7-af38-664dff23aeaf\",\"quantity\":2,\"grossFen\":9980,"
                    + "\"soldAt\":\"2026-10-01T02:03:04Z\",\"tags\":[\"gift\"]}";

    @Test
    void aGoodRowIsReadWhole() {
        assertThat(rows(GOOD, 1 << 20))
                .containsExactly(new ReportedRow(
                        "木耳-1",
                        null,
                        UUID.fromString("01a1fffb-577e-7fb7-af38-664dff23aeaf"),
                        null,
                        2,
                        9_980,
                        Instant.parse("2026-10-01T02:03:04Z"),
                        null,
                        List.of("gift"),
                        null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"externalId\":1} | row-field-invalid",
                "{\"externalId\":\"a\",\"externalId\":\"a\"} | row-field-twice",
                "{\"externalId\":\"a\",\"price\":1} | row-field-unknown",
                "{\"externalId\":\"a\"} | row-field-missing",
                "{\"quantity\":1.5} | row-field-invalid",
                "{\"quantity\":99999999999999999999} | row-unreadable",
                "{\"quantity\":9999999999999999999} | row-field-invalid",
                "{\"soldAt\":\"yesterday\"} | row-field-invalid",
                "{\"externalId\":\"\\ud800\"} | row-field-invalid",
                "{\"externalId\":\"\\u0000\"} | row-field-invalid",
                "{\"externalId\":\"a\" | row-unreadable",
                "{\"externalId\":\"a\"} {} | row-unreadable",
                "[] | row-unreadable",
                "null | row-unreadable",
                "{\"tags\":[[1]]} | row-field-invalid"
            })
    void whatIsWrongIsSaid(String line, String fault) {
        assertThat(rows(line, 1 << 20)).extracting(ReportedRow::fault).containsExactly(fault);
    }

    @Test
    void bytesThatAreNoUtf8AreNoRow() {
        byte[] bytes = "{\"externalId\":\"a?\"}\n".getBytes(StandardCharsets.UTF_8);
        bytes[16] = (byte) 0xC0;
        List<ReportedRow> rows = new ArrayList<>();
        new LineReader().feed(bytes, 0, bytes.length, rows);
        assertThat(rows).extracting(ReportedRow::fault).containsExactly("row-unreadable");
    }

    @Test
    void aLongLineCostsOneRowAndNoMemory() {
        String body = GOOD + "\n{\"externalId\":\"" + "x".repeat(1 << 20) + "\"}\n\n  \r\n" + GOOD;
        assertThat(rows(body, 777)).extracting(ReportedRow::fault).containsExactly(null, "row-too-long", null);
    }

    @Test
    void howTheBodyIsCutChangesNothing() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            body.append(i % 7 == 0 ? "{broken" : GOOD).append(i % 3 == 0 ? "\r\n" : "\n");
        }
        List<ReportedRow> whole = rows(body.toString(), 1 << 20);
        for (int i = 0; i < 200; i++) {
            assertThat(rows(body.toString(), 1 + random.nextInt(500)))
                    .as("seed " + seed)
                    .isEqualTo(whole);
        }
    }

    private static List<ReportedRow> rows(String body, int piece) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        List<ReportedRow> rows = new ArrayList<>();
        LineReader reader = new LineReader();
        for (int from = 0; from < bytes.length; from += piece) {
            reader.feed(bytes, from, Math.min(bytes.length, from + piece), rows);
        }
        reader.end(rows);
        return rows;
    }
}
