package org.bangxiao.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.bangxiao.kernel.Problem;
import org.junit.jupiter.api.Test;

/** Sheets as people and their programs send them, and as nobody should. */
class SheetFileTest {
    private static final List<List<String>> ROWS =
            List.of(List.of("产品名称（中文）", "零售价（元）"), List.of("融水糯米", "39.9"), List.of("镕水香鸭", "88"));

    @Test
    void bothEncodingsAndBothKindsSayTheSame() {
        String text = "产品名称（中文）,零售价（元）\n融水糯米,39.9\n镕水香鸭,88\n\n,\n";
        assertThat(SheetFile.read(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(ROWS);
        assertThat(SheetFile.read(("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(ROWS);
        assertThat(SheetFile.read(text.getBytes(Charset.forName("GB18030")))).isEqualTo(ROWS);
        assertThat(SheetFile.read(text.replace(',', '\t').getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(ROWS);
        assertThat(SheetFile.read(SheetWriter.xlsx("产品", ROWS))).isEqualTo(ROWS);
        assertThat(SheetFile.read(SheetWriter.csv(ROWS))).isEqualTo(ROWS);
    }

    @Test
    void noCellOfOursIsAFormulaAndComesBackAsItWas() {
        List<List<String>> rows =
                List.of(List.of("name", "b"), List.of("=HYPERLINK(\"http://x\")", "@SUM(1)"), List.of("+1", "-2+3"));
        String csv = new String(SheetWriter.csv(rows), StandardCharsets.UTF_8);
        assertThat(csv)
                .contains("\"'=HYPERLINK")
                .contains("\"'@SUM")
                .contains("\"'+1\"")
                .contains("\"'-2+3\"");
        assertThat(csv).doesNotContain("\"=").doesNotContain("\"@").doesNotContain("\"+");
        assertThat(SheetFile.read(SheetWriter.csv(rows))).isEqualTo(rows);
        assertThat(SheetFile.read(SheetWriter.xlsx("a", rows))).isEqualTo(rows);
    }

    @Test
    void aBombIsRefusedBeforeItIsUnpacked() throws IOException {
        byte[] zeros = new byte[64 * 1024 * 1024];
        Arrays.fill(zeros, (byte) ' ');
        zeros[0] = '<';
        byte[] bomb = archive("xl/worksheets/sheet1.xml", zeros);
        assertThat(bomb.length).isLessThan(200_000);
        refused(bomb, "sheet-hostile");
    }

    @Test
    void aMillionRowsAreRefused() {
        StringBuilder many = new StringBuilder("nameZh,priceFen\n");
        for (int i = 0; i < 1_000_000; i++) {
            many.append("a\n");
        }
        refused(many.toString().getBytes(StandardCharsets.UTF_8), "sheet-too-many-rows");
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < SheetFile.MOST_ROWS + 2; i++) {
            rows.add(List.of("a"));
        }
        refused(SheetWriter.xlsx("a", rows), "sheet-too-many-rows");
        assertThat(SheetFile.read(SheetWriter.xlsx("a", rows.subList(0, SheetFile.MOST_ROWS + 1))))
                .hasSize(SheetFile.MOST_ROWS + 1);
        refused(new byte[SheetFile.MOST_BYTES + 1], "sheet-too-large");
    }

    @Test
    void whatHidesInAnArchiveIsRefused() throws IOException {
        refused(archive("xl/vbaProject.bin", new byte[] {1}), "sheet-hostile");
        refused(archive("../../etc/passwd", new byte[] {1}), "sheet-hostile");
        String doctype = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
        refused(archive("xl/sharedStrings.xml", doctype.getBytes(StandardCharsets.UTF_8)), "sheet-hostile");
        refused(archive("xl/styles.xml", doctype.getBytes(StandardCharsets.UTF_16)), "sheet-hostile");
        String far = "<worksheet><sheetData><row r=\"1\"><c r=\"ZZZZZZ1\"><v>1</v></c></row></sheetData></worksheet>";
        refused(archive("xl/worksheets/sheet1.xml", far.getBytes(StandardCharsets.UTF_8)), "sheet-hostile");
        byte[] whole = SheetWriter.xlsx("a", ROWS);
        refused(Arrays.copyOf(whole, whole.length / 2), "sheet-broken");
        refused(archive("hello.txt", new byte[] {1}), "sheet-broken");
    }

    @Test
    void whatIsNoSheetIsRefused() {
        refused(new byte[0], "sheet-empty");
        refused("nameZh\n".getBytes(StandardCharsets.UTF_8), "sheet-empty");
        refused(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 1}, "sheet-kind-old");
        refused("nameZh\na".getBytes(StandardCharsets.UTF_16), "sheet-encoding-unknown");
        refused(new byte[] {'a', '\n', (byte) 0xFF, (byte) 0xFF, (byte) 0xFF}, "sheet-encoding-unknown");
        refused(("a\n" + "x".repeat(501)).getBytes(StandardCharsets.UTF_8), "sheet-cell-too-long");
        refused((",".repeat(61) + "\na").getBytes(StandardCharsets.UTF_8), "sheet-too-many-columns");
    }

    private static void refused(byte[] file, String code) {
        Throwable thrown = catchThrowable(() -> SheetFile.read(file));
        assertThat(thrown).as(code).isInstanceOf(Problem.class);
        assertThat(((Problem) thrown).errors())
                .extracting(Problem.FieldError::code)
                .containsExactly(code);
        assertThat(((Problem) thrown).errors().get(0).pointer()).isEqualTo("/file");
    }

    /** A good sheet in which one entry is another; a text beside it takes the place of the book. */
    private static byte[] archive(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipFile from = ZipFile.builder()
                        .setByteArray(SheetWriter.xlsx("a", ROWS))
                        .get();
                ZipOutputStream to = new ZipOutputStream(bytes)) {
            for (ZipArchiveEntry entry : Collections.list(from.getEntries())) {
                if (!entry.getName().equals(name)
                        && !(name.equals("hello.txt") && entry.getName().contains("workbook.xml"))) {
                    to.putNextEntry(new ZipEntry(entry.getName()));
                    from.getInputStream(entry).transferTo(to);
                }
            }
            to.putNextEntry(new ZipEntry(name));
            to.write(content);
        }
        return bytes.toByteArray();
    }
}
