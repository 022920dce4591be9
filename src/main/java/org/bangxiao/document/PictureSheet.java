package org.bangxiao.document;

import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TrueTypeCollection;
import org.apache.fontbox.ttf.TrueTypeFont;

/**
 * A picture of words, photographs and codes, drawn in pixels from the upper left corner. The words are outlines of the
 * typeface of papers: no typeface of the machine is needed. Made and used by one thread.
 */
public final class PictureSheet {
    private static final String TYPEFACE = "WenQuanYiMicroHei";
    private static final String MORE = "…";

    private final BufferedImage image;
    private final Graphics2D canvas;
    private final TrueTypeFont font;
    private final CmapLookup glyphs;

    /** A white sheet of this size. */
    public PictureSheet(byte[] typeface, int width, int height) {
        try {
            font = new TrueTypeCollection(new ByteArrayInputStream(typeface)).getFontByName(TYPEFACE);
            glyphs = font.getUnicodeCmapLookup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        fill(Color.WHITE, 0, 0, width, height);
    }

    public void fill(Color colour, int x, int y, int width, int height) {
        canvas.setColor(colour);
        canvas.fillRect(x, y, width, height);
    }

    /** The middle of a photograph that was kept, as a square. */
    public void photograph(byte[] content, int x, int y, int edge) {
        try {
            BufferedImage middle = Pictures.middle(ImageIO.read(new ByteArrayInputStream(content)));
            canvas.drawImage(middle, x, y, edge, edge, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A QR code that fills at most this square, with the white edge that readers need. */
    public void code(String text, int x, int y, int edge) {
        ByteMatrix modules = QrPicture.modules(text);
        int module = edge / (modules.getWidth() + 2 * QrPicture.QUIET);
        int border = (edge - module * modules.getWidth()) / 2;
        fill(Color.WHITE, x, y, edge, edge);
        canvas.setColor(Color.BLACK);
        for (int row = 0; row < modules.getHeight(); row++) {
            for (int column = 0; column < modules.getWidth(); column++) {
                if (modules.get(column, row) == 1) {
                    canvas.fillRect(x + border + column * module, y + border + row * module, module, module);
                }
            }
        }
    }

    /**
     * Writes words into lines of this width, at most so many; what does not go in ends with an ellipsis.
     *
     * @param size of the type in pixels
     * @param top  where the first line begins
     * @return where the next line would begin
     */
    public int words(String text, int x, int top, int size, Color ink, int width, int lines) {
        List<String> wrapped = wrapped(text, size, width);
        int y = top;
        for (int line = 0; line < Math.min(lines, wrapped.size()); line++) {
            boolean cut = line == lines - 1 && wrapped.size() > lines;
            String words = wrapped.get(line);
            line(cut ? words.substring(0, Math.max(0, words.length() - 1)) + MORE : words, x, y + size, size, ink);
            y += size * 4 / 3;
        }
        return y;
    }

    /** How wide the words stand in one line. */
    public int width(String text, int size) {
        return text.codePoints().map(one -> advance(one, size)).sum();
    }

    public byte[] png() {
        canvas.dispose();
        try {
            return Pictures.png(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String text, int x, int baseline, int size, Color ink) {
        canvas.setColor(ink);
        AffineTransform before = canvas.getTransform();
        int at = x;
        for (int one : text.codePoints().toArray()) {
            try {
                GlyphData glyph = font.getGlyph().getGlyph(glyphs.getGlyphId(one));
                if (glyph != null) {
                    canvas.translate(at, baseline);
                    canvas.scale((double) size / font.getUnitsPerEm(), (double) -size / font.getUnitsPerEm());
                    canvas.fill(glyph.getPath());
                    canvas.setTransform(before);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            at += advance(one, size);
        }
    }

    /** Chinese breaks anywhere, other words at their blanks where there is one. */
    private List<String> wrapped(String text, int size, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int one : text.strip().codePoints().toArray()) {
            if (width(line.toString(), size) + advance(one, size) > width && !line.isEmpty()) {
                int blank = one < 128 ? line.lastIndexOf(" ") : -1;
                String rest = blank < 0 ? "" : line.substring(blank + 1);
                lines.add(blank < 0 ? line.toString() : line.substring(0, blank));
                line = new StringBuilder(rest);
            }
            line.appendCodePoint(one);
        }
        lines.add(line.toString());
        return lines;
    }

    private int advance(int codePoint, int size) {
        try {
            return font.getAdvanceWidth(glyphs.getGlyphId(codePoint)) * size / font.getUnitsPerEm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
