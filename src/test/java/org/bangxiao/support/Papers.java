package org.bangxiao.support;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;

/** Files as people send them: photographs, scans and PDFs, each a little different from the one before. */
public final class Papers {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    /** 40 by 20 pixels, the left half red, the right half blue. */
    private static final String WEBP =
            "UklGRmwAAABXRUJQVlA4IGAAAABQBACdASooABQAPtFYpEuoJSOhsAgBABoJQBg/UgoAH2AV//uAAGAg"
                    + "m/ngAP7uCmeu/w2tv/zNH3m+83tX8x6G/o7RgnGd4f2E84MT3vxXKNH3myHjkTT7GeR2O2sAAAA=";

    private Papers() {}

    /** A photograph: the left half red, the right half blue. */
    public static byte[] jpeg(int width, int height) {
        return encoded(halves(width, height), "jpeg");
    }

    public static byte[] jpeg() {
        return jpeg(320, 240);
    }

    public static byte[] png(int width, int height) {
        return encoded(halves(width, height), "png");
    }

    public static byte[] webp() {
        return Base64.getDecoder().decode(WEBP);
    }

    /** A photograph as a phone makes it: held some way, and knowing where it was taken. */
    public static byte[] jpegFromAPhone(int orientation, String place) {
        byte[] picture = jpeg(320, 240);
        byte[] text = place.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream exif = new ByteArrayOutputStream();
        exif.writeBytes("Exif\0\0MM\0*\0\0\0\u0008\0\u0002".getBytes(StandardCharsets.ISO_8859_1));
        exif.writeBytes(new byte[] {0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0});
        exif.writeBytes(new byte[] {0x01, 0x0E, 0, 2, 0, 0, 0, (byte) text.length, 0, 0, 0, 38, 0, 0, 0, 0});
        exif.writeBytes(text);
        int length = exif.size() + 2;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(picture, 0, 2);
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE1, (byte) (length >> 8), (byte) length});
        out.writeBytes(exif.toByteArray());
        out.write(picture, 2, picture.length - 2);
        return out.toByteArray();
    }

    /** A PDF of one empty page. */
    public static byte[] pdf() {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            document.getDocumentInformation().setTitle("paper " + NUMBER.incrementAndGet());
            return saved(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] saved(PDDocument document) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One behind the other. */
    public static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static BufferedImage halves(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = picture.createGraphics();
        canvas.setColor(Color.RED);
        canvas.fillRect(0, 0, width / 2, height);
        canvas.setColor(Color.BLUE);
        canvas.fillRect(width / 2, 0, width - width / 2, height);
        canvas.setColor(new Color(NUMBER.incrementAndGet() % 200, 60, 60));
        canvas.fillRect(width / 2 - 2, height / 2 - 2, 4, 4);
        canvas.dispose();
        return picture;
    }

    private static byte[] encoded(BufferedImage picture, String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(picture, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
