package org.bangxiao.document;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.fontbox.ttf.TrueTypeCollection;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** A document of sheets of one size, drawn in points from the lower left corner; what is drawn goes on the last sheet. */
public final class PaperSheet implements Closeable {
    /** Glyph widths are told in thousandths of the type size. */
    private static final int EM = 1_000;

    private static final String TYPEFACE = "WenQuanYiMicroHei";

    private final PDDocument document = new PDDocument();
    private final TrueTypeCollection closesLast;
    private final PDType0Font font;
    private final PDRectangle format;
    private PDPageContentStream stream;

    /** Begins with one sheet of A4. */
    public PaperSheet(byte[] typeface, String title) throws IOException {
        this(typeface, title, PDRectangle.A4);
    }

    /** Begins with one sheet of another size, in points. */
    public PaperSheet(byte[] typeface, String title, int width, int height) throws IOException {
        this(typeface, title, new PDRectangle(width, height));
    }

    private PaperSheet(byte[] typeface, String title, PDRectangle size) throws IOException {
        this.format = size;
        document.getDocumentInformation().setTitle(title);
        document.getDocumentCatalog().setLanguage("zh-CN");
        TrueTypeCollection collection = new TrueTypeCollection(new ByteArrayInputStream(typeface));
        closesLast = collection;
        font = PDType0Font.load(document, collection.getFontByName(TYPEFACE), true);
        stream = page();
    }

    /** Goes on with a further sheet. */
    public void next() throws IOException {
        stream.close();
        stream = page();
    }

    private PDPageContentStream page() throws IOException {
        PDPage page = new PDPage(format);
        document.addPage(page);
        return new PDPageContentStream(document, page);
    }

    /** Where drawings go that this sheet has no words for. */
    public PDPageContentStream stream() {
        return stream;
    }

    /** Ink of words. */
    public void black() throws IOException {
        colour(0x1C, 0x24, 0x20);
    }

    /** Ink of what matters less. */
    public void grey() throws IOException {
        colour(0x5A, 0x63, 0x5E);
    }

    /** Ink, 0 to 255 each. */
    public void colour(int red, int green, int blue) throws IOException {
        stream.setNonStrokingColor(red / 255f, green / 255f, blue / 255f);
    }

    /** The line of boxes: its colour, and its width in points. */
    public void line(int red, int green, int blue, int width) throws IOException {
        stream.setStrokingColor(red / 255f, green / 255f, blue / 255f);
        stream.setLineWidth(width);
    }

    /** A frame. */
    public void box(int x, int y, int width, int height) throws IOException {
        stream.addRect(x, y, width, height);
        stream.stroke();
    }

    /** A QR code of the words, so many points wide. */
    public void code(String words, int x, int y, int width) throws IOException {
        ByteMatrix modules;
        try {
            modules = Encoder.encode(words, ErrorCorrectionLevel.M).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("too long for a QR code: " + words, e);
        }
        black();
        int count = modules.getWidth();
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < count; column++) {
                if (modules.get(column, row) == 1) {
                    stream.addRect(
                            x + 1f * width * column / count,
                            y + 1f * width * (count - 1 - row) / count,
                            1f * width / count,
                            1f * width / count);
                }
            }
        }
        stream.fill();
    }

    /** One line, its size in points. */
    public void text(int x, int y, int size, String words) throws IOException {
        String known = known(words);
        if (known.isEmpty()) {
            return;
        }
        stream.beginText();
        stream.setFont(font, size);
        stream.newLineAtOffset(x, y);
        stream.showText(known);
        stream.endText();
    }

    /** One line in the middle of the sheet. */
    public void centred(int y, int size, String words) throws IOException {
        text((Math.round(format.getWidth()) - width(words, size)) / 2, y, size, words);
    }

    /** Breaks the words into lines; answers the place below the last one. */
    public int paragraph(int x, int y, int width, int size, int leading, String words) throws IOException {
        int at = y;
        StringBuilder line = new StringBuilder();
        for (String part : words.split("(?<=[^\\x21-\\x7e])|(?= )", -1)) {
            if (!line.isEmpty() && width(line + part, size) > width) {
                text(x, at, size, line.toString());
                at -= leading;
                line.setLength(0);
            }
            line.append(line.isEmpty() ? part.stripLeading() : part);
        }
        text(x, at, size, line.toString());
        return at - leading;
    }

    /** Writes the document; nothing can be drawn any more. */
    public void save(OutputStream out) throws IOException {
        stream.close();
        document.save(out);
    }

    @Override
    public void close() throws IOException {
        document.close();
        closesLast.close();
    }

    private int width(String words, int size) throws IOException {
        return Math.round(font.getStringWidth(known(words)) * size / EM);
    }

    /** What the typeface cannot write is left as a question mark, so that nobody's name stops a paper. */
    private String known(String words) throws IOException {
        StringBuilder known = new StringBuilder();
        for (int point : words.codePoints().toArray()) {
            String one = Character.toString(point);
            try {
                font.encode(one);
                known.append(one);
            } catch (IllegalArgumentException e) {
                known.append('?');
            }
        }
        return known.toString();
    }
}
