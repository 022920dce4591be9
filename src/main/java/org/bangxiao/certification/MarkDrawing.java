package org.bangxiao.certification;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.util.Matrix;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Draws the mark of a region on paper: circles, rectangles, paths, groups and clips, which is what marks are made of. */
final class MarkDrawing {
    private static final int VIEW = 240;
    private static final Pattern REFERENCE = Pattern.compile("url\\(#([^)]+)\\)");

    private final PDPageContentStream stream;
    private final Document svg;

    private MarkDrawing(PDPageContentStream stream, Document svg) {
        this.stream = stream;
        this.svg = svg;
    }

    /** Draws the picture with its lower left corner there, so many points wide. */
    static void draw(PDPageContentStream stream, String picture, int x, int y, int size) throws IOException {
        stream.saveGraphicsState();
        stream.transform(new Matrix(size / (1f * VIEW), 0, 0, -size / (1f * VIEW), x, y + size));
        MarkDrawing drawing = new MarkDrawing(stream, parse(picture));
        drawing.children(drawing.svg.getDocumentElement(), new Paint("#000000", "none", "1", "butt"));
        stream.restoreGraphicsState();
    }

    private record Paint(String fill, String stroke, String width, String cap) {
        Paint of(Element element) {
            return new Paint(
                    or(element, "fill", fill),
                    or(element, "stroke", stroke),
                    or(element, "stroke-width", width),
                    or(element, "stroke-linecap", cap));
        }

        private static String or(Element element, String name, String inherited) {
            return element.hasAttribute(name) ? element.getAttribute(name) : inherited;
        }
    }

    private void children(Element parent, Paint inherited) throws IOException {
        for (Element child : elements(parent)) {
            String name = child.getTagName();
            if (name.equals("defs")) {
                continue;
            }
            Paint paint = inherited.of(child);
            stream.saveGraphicsState();
            clip(child.getAttribute("clip-path"));
            if (name.equals("g")) {
                children(child, paint);
            } else if (outline(child)) {
                paint(paint);
            }
            stream.restoreGraphicsState();
        }
    }

    private void clip(String reference) throws IOException {
        Matcher matcher = REFERENCE.matcher(reference);
        Element shape = matcher.matches() ? byId(matcher.group(1)) : null;
        if (shape != null) {
            for (Element part : elements(shape)) {
                outline(part);
            }
            stream.clip();
        }
    }

    private boolean outline(Element shape) throws IOException {
        switch (shape.getTagName()) {
            case "circle" -> MarkPath.circle(stream, number(shape, "cx"), number(shape, "cy"), number(shape, "r"));
            case "rect" ->
                stream.addRect(
                        number(shape, "x").floatValue(),
                        number(shape, "y").floatValue(),
                        number(shape, "width").floatValue(),
                        number(shape, "height").floatValue());
            case "path" -> MarkPath.draw(stream, shape.getAttribute("d"));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void paint(Paint paint) throws IOException {
        boolean filled = !paint.fill().equals("none");
        boolean drawn = !paint.stroke().equals("none");
        if (filled) {
            int colour = colour(paint.fill());
            stream.setNonStrokingColor((colour >> 16) / 255f, (colour >> 8 & 0xFF) / 255f, (colour & 0xFF) / 255f);
        }
        if (drawn) {
            int colour = colour(paint.stroke());
            stream.setStrokingColor((colour >> 16) / 255f, (colour >> 8 & 0xFF) / 255f, (colour & 0xFF) / 255f);
            stream.setLineWidth(new BigDecimal(paint.width()).floatValue());
            stream.setLineCapStyle(paint.cap().equals("round") ? 1 : 0);
        }
        if (filled && drawn) {
            stream.fillAndStroke();
        } else if (filled) {
            stream.fill();
        } else {
            stream.stroke();
        }
    }

    /** Of a gradient the middle between its first two stops. */
    private int colour(String written) {
        Matcher matcher = REFERENCE.matcher(written);
        if (matcher.matches()) {
            Element gradient = byId(matcher.group(1));
            List<Element> stops = gradient == null ? List.of() : elements(gradient);
            return stops.isEmpty() ? 0xFFFFFF : colour(stops.get(0).getAttribute("stop-color"));
        }
        return written.matches("#[0-9a-fA-F]{6}") ? Integer.parseInt(written.substring(1), 16) : 0;
    }

    private @Nullable Element byId(String id) {
        return byId(svg.getDocumentElement(), id);
    }

    private static @Nullable Element byId(Element from, String id) {
        if (from.getAttribute("id").equals(id)) {
            return from;
        }
        for (Element child : elements(from)) {
            Element found = byId(child, id);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static List<Element> elements(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static BigDecimal number(Element element, String name) {
        String written = element.getAttribute(name);
        return written.isEmpty() ? BigDecimal.ZERO : new BigDecimal(written);
    }

    private static Document parse(String picture) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(picture)));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("the mark cannot be read", e);
        }
    }
}
