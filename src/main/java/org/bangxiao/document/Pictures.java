package org.bangxiao.document;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Reads a picture and writes it anew: only pixels survive, upright, on white where it was transparent. Its size is read
 * before a pixel is decoded. A PNG stays one unless that is large; everything else becomes a JPEG.
 */
final class Pictures {
    private static final int LARGE_PNG_BYTES = 2 * 1024 * 1024;
    private static final int MOST_SIDE_PX = 30_000;
    private static final int QUALITY_PERCENT = 85;
    private static final int COARSER_PERCENT = 10;
    private static final int COARSEST_PERCENT = 35;

    private final long maxPixels;
    private final int keptEdgePx;

    Pictures(long maxPixels, int keptEdgePx) {
        this.maxPixels = maxPixels;
        this.keptEdgePx = keptEdgePx;
    }

    CheckedDocument anew(FileKind kind, byte[] file) {
        PictureParts parts = PictureParts.of(kind, file);
        try {
            BufferedImage upright = upright(decoded(kind, file, parts.end()), parts.orientation());
            if (kind == FileKind.PNG) {
                byte[] png = png(upright);
                if (png.length <= LARGE_PNG_BYTES) {
                    return CheckedDocument.picture(png, "image/png", upright.getWidth(), upright.getHeight());
                }
            }
            return CheckedDocument.picture(
                    jpeg(upright, QUALITY_PERCENT), "image/jpeg", upright.getWidth(), upright.getHeight());
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            // Decoders meet broken files with whatever their arrays say.
            throw DocumentProblems.pictureBroken();
        }
    }

    /** A checked picture once more, smaller, as a JPEG. */
    CheckedDocument rendered(byte[] content, Rendition as) {
        try {
            BufferedImage whole = decoded(FileKind.of(content), content, content.length);
            BufferedImage shown = shrunk(as.square() ? middle(whole) : whole, as.edgePx());
            byte[] jpeg = jpeg(shown, QUALITY_PERCENT);
            for (int percent = QUALITY_PERCENT - COARSER_PERCENT;
                    jpeg.length > as.maxBytes() && percent >= COARSEST_PERCENT;
                    percent -= COARSER_PERCENT) {
                jpeg = jpeg(shown, percent);
            }
            return CheckedDocument.picture(jpeg, "image/jpeg", shown.getWidth(), shown.getHeight());
        } catch (IOException e) {
            throw DocumentProblems.pictureBroken();
        }
    }

    static BufferedImage middle(BufferedImage picture) {
        int edge = Math.min(picture.getWidth(), picture.getHeight());
        return picture.getSubimage((picture.getWidth() - edge) / 2, (picture.getHeight() - edge) / 2, edge, edge);
    }

    private static BufferedImage shrunk(BufferedImage picture, int edgePx) {
        int longEdge = Math.max(picture.getWidth(), picture.getHeight());
        int to = Math.min(longEdge, edgePx);
        int width = Math.max(1, picture.getWidth() * to / longEdge);
        int height = Math.max(1, picture.getHeight() * to / longEdge);
        BufferedImage shrunk = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = shrunk.createGraphics();
        try {
            // Every pixel counts: bilinear drawing would leave most of them out.
            canvas.drawImage(picture.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        } finally {
            canvas.dispose();
        }
        return shrunk;
    }

    private BufferedImage decoded(FileKind kind, byte[] file, int end) throws IOException {
        ImageReader reader = reader(kind);
        try (MemoryCacheImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(file, 0, Math.min(end, file.length)))) {
            reader.setInput(in, kind != FileKind.WEBP, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > maxPixels || width > MOST_SIDE_PX || height > MOST_SIDE_PX) {
                throw DocumentProblems.tooManyPixels(maxPixels);
            }
            ImageReadParam param = reader.getDefaultReadParam();
            int every = Math.max(1, Math.max(width, height) / keptEdgePx);
            if (kind != FileKind.WEBP && every > 1) {
                param.setSourceSubsampling(every, every, 0, 0);
            }
            return reader.read(0, param);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader(FileKind kind) {
        // The registry finds plug-ins by the class loader that happens to ask first: this one is made by hand.
        return kind == FileKind.WEBP
                ? new WebPImageReaderSpi().createReaderInstance(null)
                : ImageIO.getImageReadersByFormatName(kind == FileKind.PNG ? "png" : "jpeg")
                        .next();
    }

    private BufferedImage upright(BufferedImage read, int orientation) {
        int longEdge = Math.max(read.getWidth(), read.getHeight());
        boolean turned = orientation >= 5;
        int width = scaled(read.getWidth(), longEdge);
        int height = scaled(read.getHeight(), longEdge);
        BufferedImage upright =
                new BufferedImage(turned ? height : width, turned ? width : height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = upright.createGraphics();
        try {
            canvas.setColor(Color.WHITE);
            canvas.fillRect(0, 0, upright.getWidth(), upright.getHeight());
            canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            canvas.transform(turn(orientation, width, height));
            canvas.drawImage(read, 0, 0, width, height, null);
        } finally {
            canvas.dispose();
        }
        return upright;
    }

    private int scaled(int side, int longEdge) {
        return longEdge <= keptEdgePx ? side : Math.max(1, (int) ((long) side * keptEdgePx / longEdge));
    }

    /** How a picture of this size is brought upright: the eight orientations of EXIF. */
    private static AffineTransform turn(int orientation, int width, int height) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }

    static byte[] png(BufferedImage picture) throws IOException {
        return written("png", picture, ImageWriter::getDefaultWriteParam);
    }

    private static byte[] jpeg(BufferedImage picture, int qualityPercent) throws IOException {
        return written("jpeg", picture, writer -> {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(qualityPercent / 100f);
            return param;
        });
    }

    private interface Settings {
        ImageWriteParam of(ImageWriter writer);
    }

    private static byte[] written(String format, BufferedImage picture, Settings settings) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), settings.of(writer));
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
