package org.bangxiao.certification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.ResultPoint;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.bangxiao.support.Await;
import org.bangxiao.support.Certified;
import org.bangxiao.support.PostgresForTests;
import org.junit.jupiter.api.Test;

/** The code as it is printed, read as a telephone reads it: from a picture of the sheet. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PrintedCodeHttpTest {
    /** A label of 25 mm from a printer of 203 dots an inch. */
    private static final int LABEL_DOTS = 200;

    /** 118 points of the sheet are 25 mm, 71 points, at three fifths of its size: as many dots as here at the whole. */
    private static final int COARSE_DOTS = 150 * 3 / 5;

    private static final int FAR = 1;
    private static final int NEAREST = 5;

    @Inject
    CertificateKeys keys;

    @Test
    void theCodeOfAPrintedSheetIsReadFromAPictureAndAChangedLetterIsNoticed()
            throws IOException, ReaderException, GeneralSecurityException {
        Certified.Product product = Certified.product();
        Result scanned = scan(sheet(product, 150));
        SignedCode code = SignedCode.read(scanned.getText()).orElseThrow();
        assertThat(code.number()).isEqualTo(product.certificateNumber());
        assertThat(Await.await(() -> keys.genuine(code))).isTrue();
        SignedCode forged = SignedCode.read(SignedCode.write(code.text().replace("脐橙", "金橙"), code.signature()))
                .orElseThrow();
        assertThat(Await.await(() -> keys.genuine(forged))).isFalse();
        String printed = scanned.getText().replaceAll(".*c=", "");
        assertThat(VerifyHttpTest.holds(printed))
                .as("with the published key alone")
                .isTrue();
        String text = SignedCode.base64(code.text().replace("脐橙", "金橙").getBytes(StandardCharsets.UTF_8));
        assertThat(VerifyHttpTest.holds(text + "." + code.signature())).isFalse();
        given().get(scanned.getText().replaceAll("^https?://[^/]+", "")).then().statusCode(200);
    }

    @Test
    void theCodeIsStillReadFromALabelOfTwentyFiveMillimetres() throws IOException, ReaderException {
        Certified.Product product = Certified.product();
        BufferedImage sheet = sheet(product, 300);
        BufferedImage label = label(sheet, scan(sheet).getResultPoints());
        assertThat(SignedCode.read(scannedFromSomeDistance(label).getText())
                        .orElseThrow()
                        .number())
                .isEqualTo(product.certificateNumber());
    }

    /** Printed so small that the code is 25 mm wide, by a printer of 150 dots an inch, and photographed from near. */
    @Test
    void theCodeIsStillReadFromALabelOfACoarsePrinter() throws IOException, ReaderException, GeneralSecurityException {
        Certified.Product product = Certified.product();
        Result scanned = scannedFromSomeDistance(sheet(product, COARSE_DOTS));
        assertThat(SignedCode.read(scanned.getText()).orElseThrow().number()).isEqualTo(product.certificateNumber());
        assertThat(VerifyHttpTest.holds(scanned.getText().replaceAll(".*c=", "")))
                .isTrue();
    }

    /** As a telephone does it: frame after frame while it is held nearer. */
    private static Result scannedFromSomeDistance(BufferedImage print) throws ReaderException {
        for (int near = FAR; near < NEAREST; near++) {
            try {
                return scan(photographed(print, near));
            } catch (ReaderException | AssertionError notThere) {
                // The next frame.
            }
        }
        return scan(photographed(print, NEAREST));
    }

    private static BufferedImage photographed(BufferedImage print, int near) {
        BufferedImage photograph =
                new BufferedImage(print.getWidth() * near, print.getHeight() * near, BufferedImage.TYPE_INT_RGB);
        var pen = photograph.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.drawImage(print, 0, 0, photograph.getWidth(), photograph.getHeight(), null);
        pen.dispose();
        return photograph;
    }

    private static BufferedImage sheet(Certified.Product product, int dotsAnInch) throws IOException {
        byte[] pdf = given().get("/certificates/" + product.certificateNumber() + "/certificate.pdf")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFRenderer(document).renderImageWithDPI(0, dotsAnInch);
        }
    }

    private static Result scan(BufferedImage picture) throws ReaderException {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] dots = picture.getRGB(0, 0, width, height, null, 0, width);
        BinaryBitmap bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, dots)));
        try {
            return new QRCodeReader().decode(bitmap, Map.of(DecodeHintType.TRY_HARDER, true));
        } catch (NotFoundException e) {
            throw new AssertionError("no code on the picture", e);
        }
    }

    /** The code cut out with its white edge, in the size of a label. */
    private static BufferedImage label(BufferedImage sheet, ResultPoint[] corners) {
        int left = (int) Stream.of(corners).mapToDouble(ResultPoint::getX).min().orElseThrow();
        int right =
                (int) Stream.of(corners).mapToDouble(ResultPoint::getX).max().orElseThrow();
        int top = (int) Stream.of(corners).mapToDouble(ResultPoint::getY).min().orElseThrow();
        int edge = (right - left) / 6;
        int side = right - left + 2 * edge;
        BufferedImage cut = sheet.getSubimage(left - edge, top - edge, side, side);
        BufferedImage label = new BufferedImage(LABEL_DOTS, LABEL_DOTS, BufferedImage.TYPE_INT_RGB);
        var pen = label.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(cut, 0, 0, LABEL_DOTS, LABEL_DOTS, null);
        pen.dispose();
        return label;
    }
}
