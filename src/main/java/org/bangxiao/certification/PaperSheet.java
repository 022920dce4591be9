package org.bangxiao.certification;

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

/** One A4 sheet of paper, in points from the lower left corner. */
final class PaperSheet implements Closeable {
    private static final int WIDTH = 595;
    /** Glyph widths are told in thousandths of the type size. */
    private static final int EM = 1_000;

    private static final String TYPEFACE = "WenQuanYiMicroHei";

    private final PDDocument document = new PDDocument();
    private final TrueTypeCollection closesLast;
    private final PDType0Font font;
    private final PDPageContentStream stream;

    PaperSheet(byte[] typeface, String title) throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        document.getDocumentInformation().setTitle(title);
        document.getDocumentCatalog().setLanguage("zh-CN");
        TrueTypeCollection collection = new TrueTypeCollection(new ByteArrayInputStream(typeface));
        closesLast = collection;
        font = PDType0Font.load(document, collection.getFontByName(TYPEFACE), true);
        stream = new PDPageContentStream(document, page);
    }

    PDPageContentStream stream() {
        return stream;
    }

    void black() throws IOException {
        colour(0x1C, 0x24, 0x20);
    }

    void grey() throws IOException {
        colour(0x5A, 0x63, 0x5E);
    }

    void colour(int red, int green, int blue) throws IOException {
        stream.setNonStrokingColor(red / 255f, green / 255f, blue / 255f);
    }

    void line(int red, int green, int blue, int width) throws IOException {
        stream.setStrokingColor(red / 255f, green / 255f, blue / 255f);
        stream.setLineWidth(width);
    }

    void box(int x, int y, int width, int height) throws IOException {
        stream.addRect(x, y, width, height);
        stream.stroke();
    }

    /** One dark square of a code that is {@code count} squares wide; {@link #fill} paints them all. */
    void module(int x, int y, int size, int count, int column, int row) throws IOException {
        stream.addRect(
                x + size * column / (1f * count),
                y + size * row / (1f * count),
                size / (1f * count),
                size / (1f * count));
    }

    void fill() throws IOException {
        stream.fill();
    }

    void text(int x, int y, int size, String words) throws IOException {
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

    void centred(int y, int size, String words) throws IOException {
        text((WIDTH - width(words, size)) / 2, y, size, words);
    }

    /** Breaks the words into lines; answers the place below the last one. */
    int paragraph(int x, int y, int width, int size, int leading, String words) throws IOException {
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

    void save(OutputStream out) throws IOException {
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
