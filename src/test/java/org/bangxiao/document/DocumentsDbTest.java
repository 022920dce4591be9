package org.bangxiao.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionLaunch;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.Tx;
import org.bangxiao.support.Await;
import org.bangxiao.support.Papers;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class DocumentsDbTest {
    @Inject
    Documents documents;

    @Inject
    Tx tx;

    @Test
    void aPhotographIsKeptUprightAndForgetsWhereItWasTaken() throws IOException {
        byte[] photograph = Papers.jpegFromAPhone(6, "GPS 24.5N 107.3E");
        StoredDocument stored = store(photograph);
        assertThat(stored.mediaType()).isEqualTo("image/jpeg");
        assertThat(stored.widthPx()).isEqualTo(240);
        assertThat(stored.heightPx()).isEqualTo(320);
        byte[] kept = content(stored);
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain("GPS", "Exif");
        assertThat(new String(photograph, StandardCharsets.ISO_8859_1)).contains("GPS", "Exif");
        // Turned to the right, the red half is on top.
        BufferedImage upright = ImageIO.read(new ByteArrayInputStream(kept));
        assertThat(red(upright, 120, 40)).isTrue();
        assertThat(red(upright, 120, 280)).isFalse();
    }

    @Test
    void everyWayToHoldACameraEndsUpright() throws IOException {
        boolean[] redLeftOrTop = {true, false, false, true, true, true, false, false};
        for (int orientation = 1; orientation <= 8; orientation++) {
            StoredDocument stored = store(Papers.jpegFromAPhone(orientation, "x"));
            BufferedImage upright = ImageIO.read(new ByteArrayInputStream(content(stored)));
            assertThat(upright.getWidth() > upright.getHeight())
                    .as("orientation " + orientation)
                    .isEqualTo(orientation < 5);
            boolean red = orientation < 5 ? red(upright, 40, 120) : red(upright, 120, 40);
            assertThat(red).as("orientation " + orientation).isEqualTo(redLeftOrTop[orientation - 1]);
        }
    }

    @Test
    void pngAndPdfStayWhatTheyAreAndWebpBecomesJpeg() throws IOException {
        assertThat(store(Papers.png(64, 48)).mediaType()).isEqualTo("image/png");
        StoredDocument webp = store(Papers.webp());
        assertThat(webp)
                .extracting(StoredDocument::mediaType, StoredDocument::widthPx, StoredDocument::heightPx)
                .containsExactly("image/jpeg", 40, 20);
        BufferedImage seen = ImageIO.read(new ByteArrayInputStream(content(webp)));
        assertThat(red(seen, 5, 10)).isTrue();
        assertThat(red(seen, 35, 10)).isFalse();
        byte[] pdf = Papers.pdf();
        StoredDocument paper = store(pdf);
        assertThat(paper.mediaType()).isEqualTo("application/pdf");
        assertThat(paper.picture()).isFalse();
        assertThat(content(paper)).isEqualTo(pdf);
    }

    @Test
    void theSameFileIsKeptOnceAndAnotherNameOrTypeChangesNothing() throws SQLException {
        byte[] photograph = Papers.jpeg();
        assertThat(store(photograph)).isEqualTo(store(photograph));
        assertThat(count("SELECT count(*) FROM document_content WHERE sha256 = decode('"
                        + store(photograph).sha256() + "', 'hex')"))
                .isEqualTo(1);
    }

    @Test
    void aLargePhotographIsKeptSmallerAndAHugeOneRefusedBeforeItIsDecoded() {
        StoredDocument large = store(Papers.jpeg(6_600, 300));
        assertThat(large.widthPx()).isEqualTo(3_200);
        assertThat(refused(pngSayingItIs(20_000, 10_000))).isEqualTo("document-too-many-pixels");
        assertThat(refused(pngSayingItIs(2_000_000_000, 2))).isEqualTo("document-too-many-pixels");
        assertThat(refused(jpegSayingItIs(20_000, 10_000))).isEqualTo("document-too-many-pixels");
        assertThat(refused(webpSayingItIs(16_000, 12_500))).isEqualTo("document-too-many-pixels");
    }

    @Test
    void whatIsNoPictureAndNoPdfIsRefusedWhateverItsName() {
        assertThat(refused(new byte[0])).isEqualTo("document-empty");
        String svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
        for (String text :
                new String[] {"<html><script>alert(1)</script></html>", svg, "GIF89a", "MZ", "#!/bin/sh", "x"}) {
            assertThat(refused(ascii(text))).as(text).isEqualTo("document-kind-unknown");
        }
        assertThat(refused(zip())).isEqualTo("document-kind-unknown");
    }

    @Test
    void aFileThatIsTwoThingsAtOnceIsRefused() {
        assertThat(refused(Papers.joined(Papers.jpeg(), ascii("<html><script>alert(1)</script>"))))
                .isEqualTo("document-something-else-inside");
        assertThat(refused(Papers.joined(Papers.jpeg(), zip()))).isEqualTo("document-something-else-inside");
        assertThat(refused(Papers.joined(Papers.png(20, 20), zip()))).isEqualTo("document-something-else-inside");
        assertThat(refused(Papers.joined(Papers.png(20, 20), Papers.pdf())))
                .isEqualTo("document-something-else-inside");
        assertThat(refused(Papers.joined(Papers.pdf(), zip()))).isEqualTo("document-something-else-inside");
        assertThat(refused(Papers.joined(Papers.pdf(), ascii("<script>alert(1)</script>"))))
                .isEqualTo("document-something-else-inside");
        assertThat(refused(Papers.jpegFromAPhone(1, "<script>x</script>"))).isEqualTo("document-something-else-inside");
    }

    @Test
    void aShortFilmBehindAPhotographIsDropped() {
        byte[] photograph = Papers.jpeg();
        StoredDocument still = store(photograph);
        StoredDocument moving = store(Papers.joined(photograph, ascii("\0\0\0\u0018ftypmp42 and the film")));
        assertThat(moving).isEqualTo(still);
    }

    @Test
    void aFileCutShortOrDamagedIsRefused() {
        for (byte[] whole : new byte[][] {Papers.jpeg(), Papers.png(64, 48), Papers.webp()}) {
            for (int percent : new int[] {20, 50, 90}) {
                assertThat(refused(Arrays.copyOf(whole, whole.length * percent / 100)))
                        .isEqualTo("document-picture-broken");
            }
        }
        byte[] pdf = Papers.pdf();
        assertThat(refused(Arrays.copyOf(pdf, pdf.length / 2))).isEqualTo("document-pdf-broken");
        assertThat(refused(ascii("%PDF-1.7\nnothing\n%%EOF"))).isEqualTo("document-pdf-broken");
        assertThat(refused(ascii(
                        "%PDF-1.7\n1 0 obj\n" + "[".repeat(200_000) + "\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF")))
                .isEqualTo("document-pdf-broken");
    }

    @Test
    void noiseNeverBringsTheCheckDown() {
        for (byte[] whole : new byte[][] {Papers.jpeg(), Papers.png(64, 48), Papers.webp(), Papers.pdf()}) {
            java.util.SplittableRandom dice = new java.util.SplittableRandom(7);
            for (int turn = 0; turn < 60; turn++) {
                byte[] damaged = whole.clone();
                for (int i = 0; i < 12; i++) {
                    damaged[12 + dice.nextInt(damaged.length - 12)] = (byte) dice.nextInt(256);
                }
                try {
                    Await.await(() -> documents.check(damaged));
                } catch (Problem reason) {
                    assertThat(reason.errors()).hasSize(1);
                }
            }
        }
    }

    @Test
    void aPdfThatDoesMoreThanShowPagesIsRefused() throws IOException {
        assertThat(refused(pdf(document ->
                        document.getDocumentCatalog().setOpenAction(new PDActionJavaScript("app.alert(1)")))))
                .isEqualTo("document-pdf-active");
        assertThat(refused(pdf(document -> link(document, new PDActionLaunch()))))
                .isEqualTo("document-pdf-active");
        assertThat(refused(pdf(document -> {
                    PDEmbeddedFilesNameTreeNode files = new PDEmbeddedFilesNameTreeNode();
                    PDDocumentNameDictionary names = new PDDocumentNameDictionary(document.getDocumentCatalog());
                    names.setEmbeddedFiles(files);
                    document.getDocumentCatalog().setNames(names);
                })))
                .isEqualTo("document-pdf-active");
        PDActionURI address = new PDActionURI();
        address.setURI("https://example.org/");
        assertThat(store(pdf(document -> link(document, address))).mediaType()).isEqualTo("application/pdf");
    }

    @Test
    void aPdfBehindAPasswordIsRefusedAndOneThatIsOnlyProtectedToo() throws IOException {
        for (String password : new String[] {"secret", ""}) {
            byte[] locked = pdf(document ->
                    document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission())));
            assertThat(refused(locked)).isEqualTo("document-pdf-encrypted");
        }
    }

    @Test
    void aPdfThatSwellsWhenUnpackedOrHasTooManyPagesIsRefused() throws IOException {
        byte[] bomb = pdf(document -> {
            COSStream stream = new PDStream(document).getCOSObject();
            try (var out = stream.createOutputStream(COSName.FLATE_DECODE)) {
                byte[] zeros = new byte[1024 * 1024];
                for (int i = 0; i < 40; i++) {
                    out.write(zeros);
                }
            }
            document.getDocumentCatalog().getCOSObject().setItem(COSName.getPDFName("Swelling"), stream);
        });
        assertThat(bomb.length).isLessThan(100_000);
        assertThat(refused(bomb)).isEqualTo("document-pdf-too-large-inside");
        assertThat(refused(pdf(document -> {
                    for (int i = 0; i < 201; i++) {
                        document.addPage(new PDPage());
                    }
                })))
                .isEqualTo("document-pdf-too-long");
    }

    @Test
    void aFileAboveTheLimitIsTooLarge() {
        assertThat(refused(Arrays.copyOf(Papers.jpeg(), 10 * 1024 * 1024 + 1))).isEqualTo("document-too-large");
    }

    @Test
    void aFileIsAnsweredSoThatABrowserCanOnlyShowIt() {
        StoredDocument picture = store(Papers.png(30, 30));
        Response shown = Await.await(() -> documents.answer(picture.sha256()));
        assertThat(shown.getHeaderString("Content-Type")).isEqualTo("image/png");
        assertThat(shown.getHeaderString("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(shown.getHeaderString("Content-Security-Policy")).contains("default-src 'none'", "sandbox");
        assertThat(shown.getHeaderString("Content-Disposition")).startsWith("inline; filename=\"");
        assertThat(shown.getHeaderString("Cache-Control")).isEqualTo("private, max-age=31536000, immutable");
        StoredDocument paper = store(Papers.pdf());
        Response loaded = Await.await(() -> documents.answer(paper.sha256()));
        assertThat(loaded.getHeaderString("Content-Disposition")).startsWith("attachment; filename=\"");
        for (String nobodys : new String[] {"0".repeat(64), "x", "../../etc/passwd"}) {
            assertThatThrownBy(() -> Await.await(() -> documents.answer(nobodys)))
                    .hasMessage("not-found");
        }
    }

    @Test
    void whatIsKeptCannotBeChangedAndItsHashCannotLie() throws SQLException {
        store(Papers.jpeg());
        for (String deed : new String[] {
            "UPDATE document_content SET width_px = 7",
            "DELETE FROM document_content",
            "TRUNCATE document_content",
            "INSERT INTO document_content VALUES (sha256('a'), 'image/png', 1, 1, 1, 'b')"
        }) {
            assertThatThrownBy(() -> {
                        try (Connection connection = PostgresForTests.connect();
                                Statement statement = connection.createStatement()) {
                            statement.execute(deed);
                        }
                    })
                    .as(deed)
                    .isInstanceOf(SQLException.class);
        }
        assertThat(count("SELECT count(*) FROM document_content WHERE width_px = 7"))
                .isZero();
    }

    private interface Making {
        void on(PDDocument document) throws IOException;
    }

    private static byte[] pdf(Making making) throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            making.on(document);
            return Papers.saved(document);
        }
    }

    private static void link(PDDocument document, org.apache.pdfbox.pdmodel.interactive.action.PDAction action)
            throws IOException {
        PDAnnotationLink link = new PDAnnotationLink();
        link.setAction(action);
        document.getPage(0).getAnnotations().add(link);
    }

    private static byte[] pngSayingItIs(int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        chunk(
                out,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array());
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        try (DeflaterOutputStream packed = new DeflaterOutputStream(pixels)) {
            packed.write(new byte[1_000_000]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        chunk(out, "IDAT", pixels.toByteArray());
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] typed = Papers.joined(ascii(type), data);
        CRC32 sum = new CRC32();
        sum.update(typed);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(typed);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    /** The frame header says another size than the pixels behind it. */
    private static byte[] jpegSayingItIs(int width, int height) {
        byte[] picture = Papers.jpeg();
        for (int i = 2; i < picture.length; i++) {
            if ((picture[i] & 0xFF) == 0xFF && (picture[i + 1] & 0xFF) == 0xC0) {
                ByteBuffer.wrap(picture).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
                return picture;
            }
        }
        throw new AssertionError("no frame");
    }

    private static byte[] webpSayingItIs(int width, int height) {
        byte[] picture = Papers.webp();
        picture[26] = (byte) width;
        picture[27] = (byte) (width >> 8);
        picture[28] = (byte) height;
        picture[29] = (byte) (height >> 8);
        return picture;
    }

    private static byte[] zip() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("evil.class"));
            zip.write(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static boolean red(BufferedImage picture, int x, int y) {
        Color color = new Color(picture.getRGB(x, y));
        return color.getRed() > 150 && color.getBlue() < 100;
    }

    private StoredDocument store(byte[] file) {
        return Await.await(() -> documents.store(file));
    }

    private byte[] content(StoredDocument stored) {
        return Await.await(() -> tx.read(connection -> documents.content(connection, stored.sha256())));
    }

    private String refused(byte[] file) {
        Problem problem = catchThrowableOfType(Problem.class, () -> store(file));
        assertThat(problem).as("refused").isNotNull();
        return problem.errors().isEmpty()
                ? problem.code()
                : problem.errors().get(0).code();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static long count(String query) throws SQLException {
        try (Connection connection = PostgresForTests.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
